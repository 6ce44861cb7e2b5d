import { expect, test } from 'vitest';

import { createIdempotencyKeys } from './idempotency';

function counted() {
  let made = 0;
  return createIdempotencyKeys(() => `key-${++made}`);
}

test('the same wish keeps its key while its outcome is open', () => {
  const keys = counted();
  expect([keys.keyFor({ hold: 1 }), keys.keyFor({ hold: 1 })]).toEqual(['key-1', 'key-1']);
});

test('another wish gets another key, because the server refuses a key that comes with another body', () => {
  const keys = counted();
  expect([keys.keyFor({ names: ['A'] }), keys.keyFor({ names: ['B'] })]).toEqual([
    'key-1',
    'key-2',
  ]);
});

test('after a final answer the same wish is a new one', () => {
  const keys = counted();
  keys.keyFor({ hold: 1 });
  keys.settle();
  expect(keys.keyFor({ hold: 1 })).toBe('key-2');
});
