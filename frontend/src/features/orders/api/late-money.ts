import type { TimelineEntry } from './event-orders';
import type { Order } from './orders';

/** Money that arrived when its order had ended: it goes back whole, though nobody asked for a refund. */
export interface LateMoney {
  amount: number;
  isSent: boolean;
  why: 'paid_too_late' | 'event_canceled';
}

/** Whether there can be some: an order that was never paid and does not wait for money any more. */
export function mayHaveLateMoney({ status, paid_at, total }: Order): boolean {
  return paid_at === null && total > 0 && ['expired', 'canceled', 'refunded'].includes(status);
}

/** From the life of such an order; null when no money came. */
export function lateMoney(
  entries: Pick<TimelineEntry, 'what' | 'reason' | 'amount'>[],
): LateMoney | null {
  const granted = entries.find(({ what }) => what === 'refund_approved');
  if (!granted) return null;
  return {
    amount: granted.amount ?? 0,
    isSent: entries.some(({ what }) => what === 'refund_sent'),
    why: granted.reason === 'event_canceled' ? 'event_canceled' : 'paid_too_late',
  };
}
