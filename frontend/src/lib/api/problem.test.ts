import { expect, test } from 'vitest';

import { toApiError, unreachable, UNREADABLE_ANSWER } from './problem';

function failed(status: number, headers: Record<string, string> = {}) {
  return new Response(null, { status, headers });
}

test('a problem document keeps its code, its sentence, its request id and what came beside them', () => {
  const error = toApiError(failed(409), {
    type: 'about:blank',
    status: 409,
    code: 'sold_out',
    detail: 'There are not enough tickets left.',
    request_id: 'req_1',
    available: 1,
  });
  expect(error).toMatchObject({
    status: 409,
    code: 'sold_out',
    message: 'There are not enough tickets left.',
    requestId: 'req_1',
  });
  expect(error.members.available).toBe(1);
});

test('the request id is found in the header where the body has none', () => {
  expect(toApiError(failed(502, { 'X-Request-ID': 'req_2' }), '<html>').requestId).toBe('req_2');
});

test('an answer that is no problem document is told as such, not as a crash', () => {
  for (const body of ['<html>', null, undefined, 42, {}]) {
    expect(toApiError(failed(502), body).code).toBe(UNREADABLE_ANSWER);
  }
});

test('fields that were refused are listed', () => {
  const error = toApiError(failed(422), {
    code: 'validation_failed',
    errors: [{ param: 'email', detail: 'not an address', code: 'invalid' }],
  });
  expect(error.fields).toEqual([{ field: 'email', message: 'not an address', code: 'invalid' }]);
});

test('only answers that leave the outcome open count as unknown', () => {
  const unknown = (status: number, code = 'x') =>
    toApiError(failed(status), { code }).isUnknownOutcome;
  expect(unreachable('req_3').isUnknownOutcome).toBe(true);
  expect([500, 502, 503, 504].map((status) => unknown(status))).toEqual([true, true, true, true]);
  expect([400, 401, 404, 409, 410, 422, 429].some((status) => unknown(status))).toBe(false);
});

test('a refusal with a time to wait is worth another try, one without is not', () => {
  const refused = (headers: Record<string, string>) =>
    toApiError(failed(409, headers), { code: 'x' }).isTransient;
  expect([refused({ 'Retry-After': '1' }), refused({})]).toEqual([true, false]);
});

test('the server’s wish to wait is read in seconds', () => {
  expect(toApiError(failed(429, { 'Retry-After': '7' }), { code: 'x' }).retryAfter).toBe(7);
  expect(toApiError(failed(429), { code: 'x' }).retryAfter).toBeNull();
});
