import { expect, test } from 'vitest';

import { refusedByPolicy } from './policy';

const NOON = Date.parse('2027-05-01T12:00:00Z');
const until = (refund_until: string | null, refunds: 'automatic' | 'on_request' | 'none') =>
  refusedByPolicy({ refunds, refund_until }, NOON);

test('tickets that are not taken back are refused, whatever the time', () => {
  expect(until(null, 'none')).toBe('refunds_not_allowed');
  expect(until('2027-06-01T00:00:00Z', 'none')).toBe('refunds_not_allowed');
});

test('what may be asked for may be asked for until its moment', () => {
  expect(until(null, 'on_request')).toBeNull();
  expect(until('2027-05-01T12:00:01Z', 'automatic')).toBeNull();
  expect(until('2027-05-01T12:00:00Z', 'automatic')).toBe('refund_period_over');
});
