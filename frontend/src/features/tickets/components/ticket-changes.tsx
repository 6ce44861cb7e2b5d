import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { Panel } from '@/components/ui/panel';
import { useCountdown } from '@/lib/clock/countdown';

import { changesClosed } from '../api/changes';
import type { Ticket } from '../api/tickets';
import { ChangeHolder } from './change-holder';
import { ReissueTicket } from './reissue-ticket';
import classes from './ticket-changes.module.css';

interface TicketChangesProps {
  ticket: Ticket;
  /** How it is given to somebody else; shown while that is possible. */
  passOn: ReactNode;
}

/** What the owner of a ticket can change about it, and why not when it is too late. */
export function TicketChanges({ ticket, passOn }: TicketChangesProps) {
  const closed = changesClosed(ticket, useCountdown(ticket.event.doors_at));
  if (closed === 'ticket_ended') return null;
  return (
    <Panel title={<Trans>Pass on or change</Trans>} screenOnly>
      <div className={classes.changes}>
        {closed === null && passOn}
        {closed === null && <ChangeHolder ticket={ticket} />}
        {closed === 'doors_open' && (
          <p className={classes.sentence}>
            <Trans>Doors are open: it is too late to change who enters with this ticket.</Trans>
          </p>
        )}
        {closed === 'event_canceled' && (
          <p className={classes.sentence}>
            <Trans>This event is canceled: its tickets cannot change hands any more.</Trans>
          </p>
        )}
        <ReissueTicket ticketId={ticket.id} />
      </div>
    </Panel>
  );
}
