import type { Refund } from './refunds';

/** Money of an order that goes back, in minor units. */
export interface MoneyBack {
  /** Sent: only the buyer's bank still takes its time. */
  sent: number;
  /** Granted, but the provider has not taken it yet. People try again when it refuses. */
  underway: number;
  /** Some of what was sent went another way than it was paid, because the provider could not send it. */
  isByHand: boolean;
}

/** A wish that nobody has granted moves nothing. */
export function moneyBack(
  refunds: Pick<Refund, 'status' | 'amount' | 'paid_by_hand'>[],
): MoneyBack {
  const sumOf = (...statuses: Refund['status'][]) =>
    refunds
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { amount }) => sum + amount, 0);
  return {
    sent: sumOf('succeeded'),
    underway: sumOf('processing', 'failed'),
    isByHand: refunds.some(({ paid_by_hand }) => Boolean(paid_by_hand)),
  };
}
