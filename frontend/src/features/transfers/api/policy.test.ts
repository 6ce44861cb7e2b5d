import { expect, test } from 'vitest';

import { refusedByPolicy } from './policy';

const UNTIL = '2027-05-01T12:00:00.000Z';
const THEN = Date.parse(UNTIL);

test('rules without a deadline allow offers at any time', () => {
  expect(refusedByPolicy({ transfers_allowed: true, transfer_until: null }, THEN)).toBeNull();
});

test('with a deadline offers are allowed until then', () => {
  const policy = { transfers_allowed: true, transfer_until: UNTIL };
  expect(refusedByPolicy(policy, THEN - 1)).toBeNull();
  expect(refusedByPolicy(policy, THEN)).toBe('transfer_period_over');
});

test('rules that forbid it forbid it whatever the time', () => {
  const policy = { transfers_allowed: false, transfer_until: UNTIL };
  expect(refusedByPolicy(policy, THEN - 1)).toBe('transfers_not_allowed');
});
