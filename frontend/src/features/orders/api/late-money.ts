import type { TimelineEntry } from './event-orders';
import type { Order } from './orders';

/** Money that arrived when its order had ended: it goes back whole, though nobody asked for a refund. */
export interface LateMoney {
  amount: number;
  isSent: boolean;
  /** People have sent it another way than it was paid, because the provider could not. */
  isByHand: boolean;
  why: 'paid_too_late' | 'event_canceled';
}

/** Whether there can be some: an order that was never paid and does not wait for money any more. */
export function mayHaveLateMoney({ status, paid_at, total }: Order): boolean {
  return paid_at === null && total > 0 && ['expired', 'canceled', 'refunded'].includes(status);
}

/** From the life of such an order; null when no money came. */
export function lateMoney(
  entries: Pick<TimelineEntry, 'what' | 'by' | 'reason' | 'amount'>[],
): LateMoney | null {
  const granted = entries.find(({ what }) => what === 'refund_approved');
  if (!granted) return null;
  const sent = entries.filter(({ what }) => what === 'refund_sent');
  return {
    amount: granted.amount ?? 0,
    isSent: sent.length > 0,
    isByHand: sent.some(({ by }) => by !== 'system'),
    why: granted.reason === 'event_canceled' ? 'event_canceled' : 'paid_too_late',
  };
}
