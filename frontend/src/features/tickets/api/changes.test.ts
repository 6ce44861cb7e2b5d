import { expect, test } from 'vitest';

import { changesClosed } from './changes';

function ticket(status: 'valid' | 'voided' | 'refunded', event = 'published') {
  return { status, event: { status: event } };
}

test('until doors open the owner of a valid ticket can change who enters', () => {
  expect(changesClosed(ticket('valid'), 1)).toBeNull();
  expect(changesClosed(ticket('valid', 'postponed'), 1)).toBeNull();
  expect(changesClosed(ticket('valid'), 0)).toBe('doors_open');
});

test('a ticket that has ended, and one for a canceled event, cannot be changed at any time', () => {
  expect(changesClosed(ticket('refunded'), 60)).toBe('ticket_ended');
  expect(changesClosed(ticket('voided'), 60)).toBe('ticket_ended');
  expect(changesClosed(ticket('valid', 'canceled'), 60)).toBe('event_canceled');
});
