/** What we say when something went wrong: by the problem's code, else in the server's sentence, else in general. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

import { ApiError, UNREACHABLE } from './problem';

const BY_CODE: Record<string, MessageDescriptor> = {
  [UNREACHABLE]: msg`We cannot reach the server. Check your connection and try again.`,
  too_many_requests: msg`That was a little too often. Wait a moment and try again.`,
  unauthenticated: msg`You are not logged in any more. Log in and try again.`,
  forbidden: msg`Your account may not do this.`,
  not_found: msg`We could not find this, or it is not yours.`,
  wrong_credentials: msg`This e-mail address and password do not go together.`,
  invalid_credentials: msg`This e-mail address and password do not go together.`,
  email_not_verified: msg`Confirm your e-mail address first. The link is in the mail that we sent you.`,
  sold_out: msg`Somebody was faster: there are not that many tickets left.`,
  hold_expired: msg`The time for your tickets ran out, and they are on sale again.`,
  not_on_sale: msg`These tickets are not on sale right now.`,
  limit_exceeded: msg`That is more tickets than one person may buy.`,
};

const BY_KIND = {
  unavailable: msg`This part of the system is not answering right now. Nothing is lost; try again in a moment.`,
  unexpected: msg`Something went wrong on our side. Try again, and tell us the request number if it keeps happening.`,
};

/** One or two sentences for `error`; a string is the server's own, which no catalogue has. */
export function errorCopy(error: unknown): MessageDescriptor | string {
  if (!(error instanceof ApiError)) return BY_KIND.unexpected;
  const known = BY_CODE[error.code];
  if (known) return known;
  if (error.status === 502 || error.status === 503 || error.status === 504) {
    return BY_KIND.unavailable;
  }
  // A 5xx tells of our troubles, not of the reader's.
  if (error.message && error.status < 500) return error.message;
  return BY_KIND.unexpected;
}
