import { Trans } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ErrorNotice } from '@/components/ui/error-notice';
import { useCountdown } from '@/lib/clock/countdown';
import { serverClock } from '@/lib/clock/server-clock';
import { useFocusPlace } from '@/lib/focus-place';

import { type Policy, refusedByPolicy } from '../api/policy';
import { offerOfTicketQuery, type Transfer } from '../api/transfers';
import { OfferTicket } from './offer-ticket';
import { OwnOffer } from './own-offer';
import classes from './pass-on.module.css';

interface PassOnProps {
  ticketId: string;
  /** Undefined while it is not known: then the server is asked, and refuses if it must. */
  policy: Policy | undefined;
}

/** For the owner of a ticket: the offer that stands, or how to make one. */
export function PassOn({ ticketId, policy }: PassOnProps) {
  const offer = useQuery(offerOfTicketQuery(ticketId));
  const standing = offer.data === null ? null : offer.data?.id;
  const place = useFocusPlace<HTMLDivElement>(standing);

  if (offer.isPending) return <Skeleton height={44} radius="md" />;
  if (offer.isError) {
    return (
      <ErrorNotice
        error={offer.error}
        retry={() => void offer.refetch()}
        isRetrying={offer.isFetching}
      />
    );
  }
  return (
    <div ref={place} tabIndex={-1} className={classes.place}>
      {offer.data ? (
        <StandingOffer offer={offer.data} policy={policy} />
      ) : (
        <NewOffer ticketId={ticketId} policy={policy} />
      )}
    </div>
  );
}

/** An offer whose time is up does not stand in the way of the next one, also before the server has swept it. */
function StandingOffer({ offer, policy }: { offer: Transfer; policy: Policy | undefined }) {
  const isTimeUp = useCountdown(offer.expires_at) === 0;
  return isTimeUp ? (
    <NewOffer ticketId={offer.ticket_id} policy={policy} />
  ) : (
    <OwnOffer transfer={offer} />
  );
}

function NewOffer({ ticketId, policy }: PassOnProps) {
  const refused = policy === undefined ? null : refusedByPolicy(policy, serverClock.now());
  switch (refused) {
    case 'transfers_not_allowed':
      return (
        <p className={classes.closed}>
          <Trans>Tickets for this event cannot be passed on.</Trans>
        </p>
      );
    case 'transfer_period_over':
      return (
        <p className={classes.closed}>
          <Trans>The time to pass on tickets for this event is over.</Trans>
        </p>
      );
    case null:
      return <OfferTicket ticketId={ticketId} />;
  }
}
