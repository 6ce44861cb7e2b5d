import { describe, expect, test } from 'vitest';

import { clockFace, secondsUntil } from './countdown';
import { createServerClock } from './server-clock';

const NOON = Date.parse('2027-05-01T12:00:00Z');
const HOUR = 3_600_000;

function deviceWrongBy(error: number) {
  let passed = 0;
  const clock = createServerClock(() => NOON + passed + error);
  return { clock, pass: (ms: number) => (passed += ms) };
}

/** An answer that the server stamps `serverTime` after half of `roundTrip`. */
function answer(
  clock: ReturnType<typeof createServerClock>,
  serverTime: number,
  roundTrip: number,
) {
  const received = clock.local();
  clock.observe(new Date(serverTime).toUTCString(), received - roundTrip, received);
}

describe('the server’s clock', () => {
  test('a device that is an hour ahead still counts down to the server’s deadline', () => {
    const { clock } = deviceWrongBy(HOUR);
    const deadline = '2027-05-01T12:10:00Z';
    expect(secondsUntil(deadline, clock.now())).toBe(0);
    answer(clock, NOON, 40);
    expect(secondsUntil(deadline, clock.now())).toBeGreaterThanOrEqual(599);
    expect(secondsUntil(deadline, clock.now())).toBeLessThanOrEqual(601);
  });

  test('more answers make it exact to a fraction of the second that the header counts', () => {
    const { clock, pass } = deviceWrongBy(-3 * HOUR);
    for (const step of [0, 970, 430, 610, 990, 850]) {
      pass(step);
      answer(clock, clock.local() + 3 * HOUR, 30);
    }
    expect(Math.abs(clock.now() - (clock.local() + 3 * HOUR))).toBeLessThan(120);
  });

  test('answers that contradict what was known win: somebody set a clock', () => {
    const { clock } = deviceWrongBy(0);
    answer(clock, NOON, 20);
    answer(clock, NOON + HOUR, 20);
    expect(Math.abs(clock.now() - (NOON + HOUR))).toBeLessThan(1100);
  });

  test('an answer without a date teaches nothing', () => {
    const { clock } = deviceWrongBy(HOUR);
    clock.observe(null, 0, 1);
    clock.observe('yesterday', 0, 1);
    expect(clock.now()).toBe(NOON + HOUR);
  });
});

describe('the countdown', () => {
  test('shows 0 only when the deadline has passed', () => {
    expect(secondsUntil('2027-05-01T12:00:01Z', NOON + 1)).toBe(1);
    expect(secondsUntil('2027-05-01T12:00:01Z', NOON + 1000)).toBe(0);
    expect(secondsUntil('2027-05-01T12:00:01Z', NOON + HOUR)).toBe(0);
  });

  test('is written as a clock', () => {
    expect([0, 59, 60, 605, 3605].map(clockFace)).toEqual([
      '0:00',
      '0:59',
      '1:00',
      '10:05',
      '1:00:05',
    ]);
  });
});
