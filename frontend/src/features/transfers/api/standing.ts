import type { Transfer } from './transfers';

/** How an offer stands for whoever looks at it now. */
export type Standing =
  'open' | 'ticket_ended' | 'event_canceled' | Exclude<Transfer['status'], 'offered'>;

interface Seen {
  /** By the server's clock, which may be ahead of the row: an offer is swept a little after its time. */
  isTimeUp: boolean;
  /** The code with which accepting was refused. */
  refusal: string | null;
}

const SAYS_TOO_LATE = ['offer_has_expired', 'holder_is_fixed', 'transfer_period_over'];
const SAYS_TICKET_ENDED = ['ticket_not_valid', 'ticket_is_admitted', 'codes_used_up'];

export function standingOf(
  transfer: Pick<Transfer, 'status'> & { event: Pick<Transfer['event'], 'status'> },
  { isTimeUp, refusal }: Seen,
): Standing {
  const { status, event } = transfer;
  if (status !== 'offered' && status !== 'expired') return status;
  if (event.status === 'canceled') return 'event_canceled';
  if (refusal !== null && SAYS_TICKET_ENDED.includes(refusal)) return 'ticket_ended';
  const isTooLate = isTimeUp || (refusal !== null && SAYS_TOO_LATE.includes(refusal));
  return status === 'expired' || isTooLate ? 'expired' : 'open';
}
