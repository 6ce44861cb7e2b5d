import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';

import type { Standing } from '../api/standing';
import type { Transfer } from '../api/transfers';

interface OfferOutcomeProps {
  transfer: Transfer;
  standing: Exclude<Standing, 'open'>;
}

/** How an offer ended, for either side. */
export function OfferOutcome(props: OfferOutcomeProps) {
  const isOwn = props.transfer.direction === 'outgoing';
  return isOwn ? <OwnOutcome {...props} /> : <IncomingOutcome {...props} />;
}

function IncomingOutcome({ transfer, standing }: OfferOutcomeProps) {
  switch (standing) {
    case 'accepted':
      return (
        <Outcome
          tone="good"
          title={<Trans>The ticket is yours</Trans>}
          actions={<ToTicket transfer={transfer} />}
        >
          <p>
            <Trans>It is among your tickets, and we send it to you by e-mail as well.</Trans>
          </p>
        </Outcome>
      );
    case 'declined':
      return (
        <Ended title={<Trans>You have declined this ticket</Trans>}>
          <Trans>It stays with whoever offered it.</Trans>
        </Ended>
      );
    case 'withdrawn':
      return (
        <Ended title={<Trans>This offer was taken back</Trans>}>
          <Trans>Whoever offered the ticket to you has kept it.</Trans>
        </Ended>
      );
    case 'expired':
      return (
        <Ended title={<Trans>The time to accept this offer is over</Trans>}>
          <Trans>The ticket stays with whoever offered it; they may offer it to you again.</Trans>
        </Ended>
      );
    case 'event_canceled':
      return <EventCanceled />;
    case 'ticket_ended':
      return (
        <Ended title={<Trans>This ticket cannot change hands any more</Trans>}>
          <Trans>It was used or has ended. Ask whoever offered it to you.</Trans>
        </Ended>
      );
  }
}

function OwnOutcome({ transfer, standing }: OfferOutcomeProps) {
  switch (standing) {
    case 'accepted':
      return (
        <Outcome
          tone="good"
          title={<Trans>{transfer.email} has accepted your ticket</Trans>}
          actions={
            <LinkButton to="/tickets" variant="default">
              <Trans>Show all my tickets</Trans>
            </LinkButton>
          }
        >
          <p>
            <Trans>It is not yours any more, and the code that you had admits nobody.</Trans>
          </p>
        </Outcome>
      );
    case 'declined':
      return (
        <Ended
          title={<Trans>{transfer.email} does not want the ticket</Trans>}
          actions={<ToTicket transfer={transfer} />}
        >
          <OfferIsOver />
        </Ended>
      );
    case 'withdrawn':
      return (
        <Ended
          title={<Trans>You have taken this offer back</Trans>}
          actions={<ToTicket transfer={transfer} />}
        >
          <OfferIsOver />
        </Ended>
      );
    case 'event_canceled':
      return <EventCanceled />;
    case 'expired':
    case 'ticket_ended':
      return (
        <Ended
          title={<Trans>{transfer.email} has not accepted in time</Trans>}
          actions={<ToTicket transfer={transfer} />}
        >
          <OfferIsOver />
        </Ended>
      );
  }
}

function OfferIsOver() {
  return (
    <Trans>
      The offer is over. While the ticket is yours and valid, its code admits as before.
    </Trans>
  );
}

function EventCanceled() {
  return (
    <Ended title={<Trans>This event is canceled</Trans>}>
      <Trans>Its tickets have ended, and with them this offer.</Trans>
    </Ended>
  );
}

interface EndedProps {
  title: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
}

function Ended({ title, children, actions }: EndedProps) {
  return (
    <Outcome
      tone="warn"
      title={title}
      actions={
        actions ?? (
          <LinkButton to="/" variant="default">
            <Trans>See what’s on</Trans>
          </LinkButton>
        )
      }
    >
      <p>{children}</p>
    </Outcome>
  );
}

function ToTicket({ transfer }: { transfer: Transfer }) {
  return (
    <LinkButton to="/tickets/$ticketId" params={{ ticketId: transfer.ticket_id }}>
      <Trans>Show the ticket</Trans>
    </LinkButton>
  );
}
