import { expect, test } from 'vitest';

import { moneyBack } from './money-back';

test('what was granted goes back, sent or not; a wish moves nothing', () => {
  const refunds = [
    { status: 'succeeded' as const, amount: 2500 },
    { status: 'succeeded' as const, amount: 100 },
    { status: 'processing' as const, amount: 40 },
    { status: 'failed' as const, amount: 5 },
    { status: 'requested' as const, amount: 9000 },
    { status: 'declined' as const, amount: 9000 },
  ];
  expect(moneyBack(refunds)).toEqual({ sent: 2600, underway: 45 });
  expect(moneyBack([])).toEqual({ sent: 0, underway: 0 });
});
