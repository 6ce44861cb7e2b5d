import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

const REASONS: Record<string, MessageDescriptor> = {
  already_checked_in: msg`Already used`,
  wrong_event: msg`Ticket for another event`,
  event_canceled: msg`The event is canceled`,
  voided: msg`Not valid any more`,
  refunded: msg`Refunded`,
  transferred: msg`Passed on: an older copy of the ticket`,
  not_yet_valid: msg`Not valid yet`,
  no_longer_valid: msg`Its time is over`,
  unknown_code: msg`Not one of our tickets`,
  holder_mismatch: msg`Belongs to somebody else`,
};

/** Why somebody was refused, in a few words that can be read across a queue. */
export function reasonCopy(reason: string | null | undefined): MessageDescriptor {
  return REASONS[reason ?? ''] ?? msg`Refused`;
}

const OVERRIDDEN: Record<string, MessageDescriptor> = {
  holder_mismatch: msg`although it belongs to somebody else`,
  not_yet_valid: msg`although it was not valid yet`,
  no_longer_valid: msg`although its time was over`,
  no_code: msg`without a code`,
};

/** What an operator let pass, to follow "Admitted". */
export function overriddenCopy(overrode: string): MessageDescriptor {
  return OVERRIDDEN[overrode] ?? msg`by decision of the staff`;
}
