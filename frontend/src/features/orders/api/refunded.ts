import type { Order } from './orders';

/** What an order that was given back says about money. */
export type Refunded =
  | { kind: 'no_money' }
  /** Money that came too late goes back whole and without a refund that anybody asked for. */
  | ({ kind: 'whole' } & Going)
  | ({ kind: 'part' } & Going)
  /** How much is not known (yet). */
  | { kind: 'some' };

export interface MoneyBack {
  sent: number;
  underway: number;
  isByHand: boolean;
}

interface Going {
  amount: number;
  isSent: boolean;
  /** Some of it went another way than it was paid. */
  isByHand: boolean;
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
    return { kind: 'whole', amount: order.total, isSent: true, isByHand: false };
  }
  if (amount === 0) return { kind: 'no_money' };
  const kind = amount >= order.total ? 'whole' : 'part';
  return { kind, amount, isSent: back.underway === 0, isByHand: back.isByHand };
}
