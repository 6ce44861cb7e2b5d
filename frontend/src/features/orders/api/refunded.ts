import type { Order } from './orders';

/** What an order that was given back says about money. */
export type Refunded =
  | { kind: 'no_money' }
  /** Money that came too late goes back whole and without a refund that anybody asked for. */
  | { kind: 'whole'; amount: number; isSent: boolean }
  | { kind: 'part'; amount: number; isSent: boolean }
  /** How much is not known (yet). */
  | { kind: 'some' };

interface MoneyBack {
  sent: number;
  underway: number;
}

/** `back` is null while nobody knows. */
export function refundedOf(
  order: Pick<Order, 'status' | 'total'>,
  back: MoneyBack | null,
): Refunded {
  if (order.total === 0) return { kind: 'no_money' };
  if (back === null) return { kind: 'some' };
  const amount = back.sent + back.underway;
  if (amount === 0 && order.status === 'refunded') {
    return { kind: 'whole', amount: order.total, isSent: true };
  }
  if (amount === 0) return { kind: 'no_money' };
  return { kind: amount >= order.total ? 'whole' : 'part', amount, isSent: back.underway === 0 };
}
