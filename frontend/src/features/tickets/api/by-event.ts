import { isDateOpen } from '@/lib/plans';

import type { Ticket } from './keeping';

export interface OfEvent {
  event: Ticket['event'];
  tickets: Ticket[];
}

/** Tickets by their events: those to come with the next one first, those that are over with the last one first. */
export function upcomingAndPast(tickets: Ticket[], now: number) {
  const groups = new Map<string, OfEvent>();
  for (const ticket of tickets) {
    const group = groups.get(ticket.event_id);
    if (group) group.tickets.push(ticket);
    else groups.set(ticket.event_id, { event: ticket.event, tickets: [ticket] });
  }
  const sheets = [...groups.values()];
  // As their names were given.
  for (const { tickets } of sheets) tickets.sort((one, other) => (one.id < other.id ? -1 : 1));
  const inTime = sheets.sort((one, other) => startOf(one) - startOf(other));
  const isOver = ({ event }: OfEvent) => !isDateOpen(event) && Date.parse(event.ends_at) <= now;
  return {
    upcoming: inTime.filter((group) => !isOver(group)),
    past: inTime.filter(isOver).reverse(),
  };
}

function startOf({ event }: OfEvent): number {
  return Date.parse(event.starts_at);
}
