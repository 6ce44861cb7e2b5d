import { expect, test } from 'vitest';

import { upcomingAndPast } from './by-event';
import type { Ticket } from './keeping';

function ticket(id: string, eventId: string, day: string): Ticket {
  const event = { id: eventId, starts_at: `${day}T18:00:00Z`, ends_at: `${day}T22:00:00Z` };
  return { id, event_id: eventId, event } as Ticket;
}

const titles = (groups: { event: Ticket['event'] }[]) => groups.map(({ event }) => event.id);

test('what is to come stands by its start, what is over with the last one first', () => {
  const tickets = [
    ticket('a', 'in-june', '2027-06-01'),
    ticket('b', 'in-march', '2027-03-01'),
    ticket('c', 'in-may', '2027-05-01'),
    ticket('d', 'in-january', '2027-01-01'),
    ticket('e', 'in-may', '2027-05-01'),
  ];
  const { upcoming, past } = upcomingAndPast(tickets, Date.parse('2027-05-01T20:00:00Z'));
  expect(titles(upcoming)).toEqual(['in-may', 'in-june']);
  expect(upcoming[0]!.tickets.map(({ id }) => id)).toEqual(['c', 'e']);
  expect(titles(past)).toEqual(['in-march', 'in-january']);
});

test('a postponed event without a new date is not over, though its old date is', () => {
  const waiting = ticket('a', 'postponed', '2027-01-01');
  Object.assign(waiting.event, { status: 'postponed', postponed_from: waiting.event.starts_at });
  const { upcoming, past } = upcomingAndPast([waiting], Date.parse('2027-05-01T20:00:00Z'));
  expect([titles(upcoming), titles(past)]).toEqual([['postponed'], []]);
});
