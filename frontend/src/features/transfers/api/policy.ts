import { secondsUntil } from '@/lib/clock/countdown';

/** What an event's rules say about passing on its tickets. */
export interface Policy {
  transfers_allowed: boolean;
  /** Null: as long as anybody may change who enters. */
  transfer_until: string | null;
}

/** Why the rules refuse a new offer now, by the server's own word for it; null when they do not. */
export function refusedByPolicy(
  policy: Policy,
  now: number,
): 'transfers_not_allowed' | 'transfer_period_over' | null {
  if (!policy.transfers_allowed) return 'transfers_not_allowed';
  const isOver = policy.transfer_until !== null && secondsUntil(policy.transfer_until, now) === 0;
  return isOver ? 'transfer_period_over' : null;
}
