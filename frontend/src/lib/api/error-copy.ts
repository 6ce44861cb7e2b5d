/** What we say when something went wrong: by the problem's code, else in the server's sentence, else in general. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

import { ApiError, UNREACHABLE } from './problem';

export type Copies = Record<string, MessageDescriptor>;

const BY_CODE: Copies = {
  [UNREACHABLE]: msg`We cannot reach the server. Check your connection and try again.`,
  too_many_requests: msg`That was a little too often. Wait a moment and try again.`,
  too_many_attempts: msg`That was tried too often. Wait a few minutes and try again.`,
  unauthenticated: msg`You are not logged in any more. Log in and try again.`,
  session_ended: msg`You are not logged in any more. Log in and try again.`,
  forbidden: msg`Your account may not do this.`,
  not_found: msg`We could not find this, or it is not yours.`,
  wrong_credentials: msg`This e-mail address and password do not go together.`,
  wrong_password: msg`This is not your password.`,
  password_too_common: msg`This password is one of the first that somebody would guess. Choose another one.`,
  sold_out: msg`Somebody was faster: there are not that many tickets left.`,
  too_many_per_order: msg`That is more tickets of this kind than one order may have.`,
  too_many_per_account: msg`That is more tickets of this kind than one person may have.`,
  sales_not_started: msg`The sale of these tickets has not started yet.`,
  sales_ended: msg`The sale of these tickets has ended.`,
  event_is_canceled: msg`This event is canceled.`,
  event_is_postponed: msg`This event is postponed. It is on sale again when its new date is known.`,
  code_unknown: msg`There is no such code for this event.`,
  code_not_yet_valid: msg`This code is not valid yet.`,
  code_expired: msg`This code is not valid any more.`,
  code_does_not_apply: msg`This code is for other tickets.`,
  code_exhausted: msg`This code has been used as often as it may be.`,
  code_used_by_account: msg`You have used this code as often as you may.`,
  hold_expired: msg`The time for your tickets ran out, and they are on sale again.`,
  hold_ended: msg`These tickets are not kept for you any more.`,
  hold_extended_too_often: msg`There is no more time to be had for these tickets.`,
  order_not_pending: msg`This order is not waiting for a payment any more.`,
  order_is_expired: msg`The time to pay for this order is over, and its tickets are on sale again.`,
  ticket_not_valid: msg`This ticket is not valid any more.`,
  ticket_is_admitted: msg`Somebody has entered with this ticket. It cannot change hands any more.`,
  holder_is_fixed: msg`It is too late to change who enters with this ticket.`,
  transfers_not_allowed: msg`Tickets for this event cannot be passed on.`,
  transfer_period_over: msg`The time to pass on tickets for this event is over.`,
  already_offered: msg`This ticket is offered to somebody already. Take that offer back first.`,
  offered_to_yourself: msg`This is your own e-mail address.`,
  transfer_not_open: msg`This offer has been answered or taken back, or its time is over.`,
  offer_has_expired: msg`The time to accept this offer is over.`,
  too_many_offers: msg`This ticket was offered too often in one day. Try again tomorrow.`,
  refunds_not_allowed: msg`Tickets for this event are not taken back.`,
  refund_period_over: msg`The time to give tickets back is over.`,
  already_requested: msg`You have asked for this already; the organizer has not answered yet.`,
  ticket_is_transferred: msg`One of these tickets belongs to somebody else now.`,
  codes_used_up: msg`This ticket has had too many codes. The organizer has to issue another one.`,
  event_not_staffed: msg`You are not among the staff of this event.`,
};

const BY_KIND = {
  unavailable: msg`This part of the system is not answering right now. Nothing is lost; try again in a moment.`,
  unexpected: msg`Something went wrong on our side. Try again, and tell us the request number if it keeps happening.`,
};

/**
 * One or two sentences for `error`; a string is the server's own, which no catalogue has. `own`: by the codes that only one
 * place gets, so that the others need not load them.
 */
export function errorCopy(error: unknown, own: Copies = {}): MessageDescriptor | string {
  if (!(error instanceof ApiError)) return BY_KIND.unexpected;
  const known = BY_CODE[error.code] ?? own[error.code];
  if (known) return known;
  if (error.status === 502 || error.status === 503 || error.status === 504) {
    return BY_KIND.unavailable;
  }
  // A 5xx tells of our troubles, not of the reader's.
  if (error.message && error.status < 500) return error.message;
  return BY_KIND.unexpected;
}
