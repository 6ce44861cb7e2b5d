import type { components } from '@/lib/api/schema';
import { secondsUntil } from '@/lib/clock/countdown';

/** What an event's rules say about giving its tickets back. */
export type Policy = Pick<components['schemas']['SaleRulesRead'], 'refunds' | 'refund_until'>;

/** Why the rules refuse a wish now, by the server's own word for it; null when they do not. */
export function refusedByPolicy(
  policy: Policy,
  now: number,
): 'refunds_not_allowed' | 'refund_period_over' | null {
  if (policy.refunds === 'none') return 'refunds_not_allowed';
  const isOver = policy.refund_until !== null && secondsUntil(policy.refund_until, now) === 0;
  return isOver ? 'refund_period_over' : null;
}
