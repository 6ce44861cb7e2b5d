import { expect, test } from 'vitest';

import { errorCopy } from './error-copy';
import { toApiError, unreachable } from './problem';

function copyOf(status: number, body: unknown) {
  const copy = errorCopy(toApiError(new Response(null, { status }), body));
  return typeof copy === 'string' ? copy : (copy.message ?? '');
}

test('a known code is said in our own words', () => {
  expect(copyOf(409, { code: 'sold_out', detail: 'No.' })).toContain('Somebody was faster');
});

test('a code that we do not know yet keeps the server’s sentence', () => {
  expect(copyOf(409, { code: 'venue_closed', detail: 'The venue is closed.' })).toBe(
    'The venue is closed.',
  );
});

test('the inside of a crash is never shown', () => {
  expect(copyOf(500, { code: 'internal_error', detail: 'KeyError: x' })).not.toContain('KeyError');
  expect(copyOf(502, '<html>')).toContain('Nothing is lost');
});

test('no answer is told as a matter of the connection', () => {
  const copy = errorCopy(unreachable('req_1'));
  expect(typeof copy === 'string' ? copy : copy.message).toContain('connection');
});

test('what is no error of the API is told as unexpected, not shown', () => {
  const copy = errorCopy(new TypeError('x is undefined'));
  expect(typeof copy === 'string' ? copy : copy.message).not.toContain('undefined');
});
