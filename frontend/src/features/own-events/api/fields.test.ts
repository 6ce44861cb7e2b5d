import { expect, test } from 'vitest';

import type { Facts } from './facts';
import { factsIn, fieldsOf } from './fields';

const facts: Facts = {
  title: 'Jazz at the Mill',
  summary: '',
  description: '',
  category: 'music',
  venue_id: 'ven_1',
  doors_at: null,
  starts_at: '2027-05-01T18:00:00.000Z',
  ends_at: '2027-05-01T21:15:35.595Z',
  programme: [{ starts_at: '2027-05-01T19:00:12.000Z', title: 'The Trio' }],
};
const ZONE = 'Europe/Vienna';

test('what was not touched is as it was, to the second', () => {
  expect(factsIn(fieldsOf(facts, ZONE), ZONE, facts)).toEqual(facts);
});

test('what was moved is where it was moved to', () => {
  const fields = { ...fieldsOf(facts, ZONE), ends: '2027-05-01T23:30' };
  expect(factsIn(fields, ZONE, facts).ends_at).toBe('2027-05-01T21:30:00.000Z');
});

test('the same time on another clock is another moment', () => {
  const moved = factsIn(fieldsOf(facts, ZONE), 'Europe/London', facts);
  expect(moved.starts_at).toBe('2027-05-01T19:00:00.000Z');
});
