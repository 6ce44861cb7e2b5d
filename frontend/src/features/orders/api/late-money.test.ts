import { expect, test } from 'vitest';

import { lateMoney, mayHaveLateMoney } from './late-money';
import type { Order } from './orders';

const entry = (
  what: 'expired' | 'refund_approved' | 'refund_sent',
  reason: string | null = null,
  by: 'system' | 'organizer' = 'system',
) => ({
  what,
  by,
  reason,
  amount: what === 'expired' ? null : 2500,
});

test('money that came too late is on its way until it was sent', () => {
  const granted = [entry('expired'), entry('refund_approved', 'paid_too_late')];
  const expected = { amount: 2500, why: 'paid_too_late', isByHand: false };
  expect(lateMoney(granted)).toEqual({ ...expected, isSent: false });
  const sent = [...granted, entry('refund_sent', 'paid_too_late')];
  expect(lateMoney(sent)).toEqual({ ...expected, isSent: true });
});

test('money that people sent back was sent, and another way', () => {
  const sent = entry('refund_sent', 'Bank transfer of 3 May', 'organizer');
  expect(lateMoney([entry('refund_approved', 'paid_too_late'), sent])).toMatchObject({
    isSent: true,
    isByHand: true,
  });
});

test('money that came for a canceled event says so', () => {
  expect(lateMoney([entry('refund_approved', 'event_canceled')])?.why).toBe('event_canceled');
});

test('an order that simply ran out has none', () => {
  expect(lateMoney([entry('expired')])).toBeNull();
});

test('only an order that was never paid and has ended is looked at', () => {
  const order = { status: 'refunded', paid_at: null, total: 2500 } as Order;
  expect(mayHaveLateMoney(order)).toBe(true);
  expect(mayHaveLateMoney({ ...order, status: 'pending' })).toBe(false);
  expect(mayHaveLateMoney({ ...order, paid_at: '2027-05-01T18:00:00Z' })).toBe(false);
  expect(mayHaveLateMoney({ ...order, total: 0 })).toBe(false);
});
