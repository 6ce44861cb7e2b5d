import { expect, test } from 'vitest';

import { curveOf, stepsOf } from './check-in-curve';

const span = (begins_at: string, checked_in: number) => ({ begins_at, checked_in });
const seconds = (moment: string) => Date.parse(moment) / 1000;

test('few spans stay as they are, and what is inside adds up', () => {
  const steps = stepsOf([span('2027-05-01T18:00:00Z', 3), span('2027-05-01T18:05:00Z', 4)]);
  expect(steps.map(({ checkedIn, inside }) => [checkedIn, inside])).toEqual([
    [3, 3],
    [4, 7],
  ]);
  expect(steps[0]).toMatchObject({
    begins: seconds('2027-05-01T18:00:00Z'),
    ends: seconds('2027-05-01T18:05:00Z'),
  });
});

test('many spans are put together, and nobody is lost', () => {
  const begin = seconds('2027-05-01T12:00:00Z');
  const spans = Array.from({ length: 100 }, (_, number) =>
    span(new Date((begin + number * 300) * 1000).toISOString(), 2),
  );
  const steps = stepsOf(spans);
  expect(steps.length).toBeLessThanOrEqual(36);
  expect(steps.reduce((sum, { checkedIn }) => sum + checkedIn, 0)).toBe(200);
  expect(steps.at(-1)?.inside).toBe(200);
});

test('the line begins at nobody and lies flat through a pause', () => {
  const { at, inside } = curveOf(
    stepsOf([span('2027-05-01T18:00:00Z', 3), span('2027-05-01T20:00:00Z', 1)]),
  );
  expect(inside).toEqual([0, 3, 3, 4]);
  expect(at).toEqual(
    ['18:00', '18:05', '20:00', '20:05'].map((time) => seconds(`2027-05-01T${time}:00Z`)),
  );
});

test('without check-ins there is no line', () => {
  expect(curveOf(stepsOf([]))).toEqual({ at: [], inside: [] });
});
