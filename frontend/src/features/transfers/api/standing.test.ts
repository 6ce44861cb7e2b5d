import { expect, test } from 'vitest';

import type { Transfer } from './transfers';
import { standingOf } from './standing';

const NOTHING = { isTimeUp: false, refusal: null };

function offer(status: Transfer['status'], event = 'published') {
  return { status, event: { status: event } };
}

test('an offer can be answered until its time is up, also before the server has swept it', () => {
  expect(standingOf(offer('offered'), NOTHING)).toBe('open');
  expect(standingOf(offer('offered'), { ...NOTHING, isTimeUp: true })).toBe('expired');
  expect(standingOf(offer('expired'), NOTHING)).toBe('expired');
});

test('what was answered stays answered, whatever comes later', () => {
  for (const status of ['accepted', 'declined', 'withdrawn'] as const) {
    expect(standingOf(offer(status, 'canceled'), { isTimeUp: true, refusal: null })).toBe(status);
  }
});

test('an offer that ended with its event says so', () => {
  expect(standingOf(offer('offered', 'canceled'), NOTHING)).toBe('event_canceled');
  expect(standingOf(offer('expired', 'canceled'), NOTHING)).toBe('event_canceled');
  expect(standingOf(offer('offered', 'postponed'), NOTHING)).toBe('open');
});

test('why accepting was refused decides how it ended', () => {
  const refusedWith = (refusal: string) => standingOf(offer('offered'), { ...NOTHING, refusal });
  expect(refusedWith('ticket_not_valid')).toBe('ticket_ended');
  expect(refusedWith('ticket_is_admitted')).toBe('ticket_ended');
  expect(refusedWith('holder_is_fixed')).toBe('expired');
  expect(refusedWith('unreachable')).toBe('open');
});
