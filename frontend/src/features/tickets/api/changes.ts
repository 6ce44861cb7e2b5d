import type { Ticket } from './tickets';

/** Why nobody can change any more who enters with a ticket, as far as the ticket itself says it. */
export type Closed = 'ticket_ended' | 'event_canceled' | 'doors_open';

/** Null while it can be changed. The event's rules may close earlier: then the server's refusal says so. */
export function changesClosed(
  ticket: Pick<Ticket, 'status'> & { event: Pick<Ticket['event'], 'status'> },
  secondsToDoors: number,
): Closed | null {
  if (ticket.status !== 'valid') return 'ticket_ended';
  if (ticket.event.status === 'canceled') return 'event_canceled';
  return secondsToDoors === 0 ? 'doors_open' : null;
}
