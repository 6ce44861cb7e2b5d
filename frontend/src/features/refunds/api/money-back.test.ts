import { expect, test } from 'vitest';

import { moneyBack } from './money-back';

test('what was granted goes back, sent or not; a wish moves nothing', () => {
  const refunds = [
    { status: 'succeeded' as const, amount: 2500, paid_by_hand: null },
    { status: 'succeeded' as const, amount: 100, paid_by_hand: null },
    { status: 'processing' as const, amount: 40, paid_by_hand: null },
    { status: 'failed' as const, amount: 5, paid_by_hand: null },
    { status: 'requested' as const, amount: 9000, paid_by_hand: null },
    { status: 'declined' as const, amount: 9000, paid_by_hand: null },
  ];
  expect(moneyBack(refunds)).toEqual({ sent: 2600, underway: 45, isByHand: false });
  expect(moneyBack([])).toEqual({ sent: 0, underway: 0, isByHand: false });
});

test('what people paid by hand was sent, and another way', () => {
  const refunds = [
    { status: 'succeeded' as const, amount: 2500, paid_by_hand: null },
    { status: 'succeeded' as const, amount: 100, paid_by_hand: 'Cash' },
  ];
  expect(moneyBack(refunds)).toEqual({ sent: 2600, underway: 0, isByHand: true });
});
