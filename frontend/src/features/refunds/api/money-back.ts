import type { Refund } from './refunds';

/** Money of an order that goes back, in minor units. */
export interface MoneyBack {
  /** Sent: only the buyer's bank still takes its time. */
  sent: number;
  /** Granted, but the provider has not taken it yet. People try again when it refuses. */
  underway: number;
}

/** A wish that nobody has granted moves nothing. */
export function moneyBack(refunds: Pick<Refund, 'status' | 'amount'>[]): MoneyBack {
  const sumOf = (...statuses: Refund['status'][]) =>
    refunds
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { amount }) => sum + amount, 0);
  return { sent: sumOf('succeeded'), underway: sumOf('processing', 'failed') };
}
