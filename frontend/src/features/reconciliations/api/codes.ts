import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

import type { Difference } from './reconciliations';

const CODES: Record<Difference['code'], MessageDescriptor> = {
  intent_unknown: msg`A payment that we do not know`,
  intent_unwanted: msg`A payment that nobody wants any more`,
  intent_not_recorded: msg`A payment that we did not write down`,
  intent_missing: msg`Our payment is not at the provider`,
  intent_still_open: msg`A payment is still open there`,
  intent_undecided: msg`A payment that nobody has decided about`,
  capture_not_recorded: msg`Money came that we did not write down`,
  cancel_not_recorded: msg`A payment ended that we believe to be open`,
  capture_missing: msg`Money that we believe to have did not come`,
  capture_without_order: msg`Money came without a paid order`,
  amount_differs: msg`The amounts differ`,
  refund_unknown: msg`A refund that we do not know`,
  refund_not_recorded: msg`A refund that we did not write down`,
  refund_returned: msg`A refund came back`,
  refund_missing: msg`Our refund is not at the provider`,
  refund_amount_differs: msg`The amounts of a refund differ`,
  dispute_not_recorded: msg`A dispute that we did not write down`,
  books_disagree: msg`Our own books disagree`,
};

/** What differs; its own name for a kind that this page does not know yet. */
export function codeCopy(code: Difference['code']): MessageDescriptor | string {
  return CODES[code] ?? code;
}
