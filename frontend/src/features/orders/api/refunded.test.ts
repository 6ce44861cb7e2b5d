import { expect, test } from 'vitest';

import { refundedOf } from './refunded';

const NOTHING = { sent: 0, underway: 0, isByHand: false };

test('of a free order no money goes back, whatever else is known', () => {
  expect(refundedOf({ status: 'refunded', total: 0 }, NOTHING)).toEqual({ kind: 'no_money' });
  expect(refundedOf({ status: 'partially_refunded', total: 0 }, null)).toEqual({
    kind: 'no_money',
  });
});

test('all or a part goes back, and it is sent only when nothing of it is left to send', () => {
  const order = { status: 'refunded' as const, total: 5000 };
  expect(refundedOf(order, { sent: 5000, underway: 0, isByHand: true })).toEqual({
    kind: 'whole',
    amount: 5000,
    isSent: true,
    isByHand: true,
  });
  expect(refundedOf(order, { sent: 2000, underway: 1000, isByHand: false })).toEqual({
    kind: 'part',
    amount: 3000,
    isSent: false,
    isByHand: false,
  });
});

test('money that came too late goes back whole, though nobody asked for a refund', () => {
  expect(refundedOf({ status: 'refunded', total: 5000 }, NOTHING)).toMatchObject({
    kind: 'whole',
    amount: 5000,
  });
});

test('tickets that cost nothing end without money in an order that cost something', () => {
  expect(refundedOf({ status: 'partially_refunded', total: 5000 }, NOTHING)).toEqual({
    kind: 'no_money',
  });
});

test('until somebody knows how much, no figure is named', () => {
  expect(refundedOf({ status: 'refunded', total: 5000 }, null)).toEqual({ kind: 'some' });
});
