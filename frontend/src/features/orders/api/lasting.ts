import type { OrderStatus } from './orders';

/** The states that people look for; the others pass within seconds. By itself: every page loads the addresses. */
export const LASTING = [
  'pending',
  'paid',
  'partially_refunded',
  'refunded',
  'expired',
  'canceled',
  'review',
] as const satisfies OrderStatus[];
