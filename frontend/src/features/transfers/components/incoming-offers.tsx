import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';

import { LinkButton } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { useFormat } from '@/lib/i18n/use-format';

import { incomingOffersQuery } from '../api/transfers';

/** Tickets that others offer, above one's own. Nothing while there is none: the mail has the link as well. */
export function IncomingOffers() {
  const { localDateTime } = useFormat();
  const offers = useQuery(incomingOffersQuery());
  return offers.data?.map((offer) => (
    <Notice
      key={offer.id}
      tone="info"
      title={<Trans>A ticket for {offer.event.title} is offered to you</Trans>}
      actions={
        <LinkButton to="/transfers/$transferId" params={{ transferId: offer.id }}>
          <Trans>Look at the offer</Trans>
        </LinkButton>
      }
    >
      <Trans>You can accept it until {localDateTime(offer.expires_at)}.</Trans>
    </Notice>
  ));
}
