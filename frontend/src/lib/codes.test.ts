import { expect, test } from 'vitest';

import { readable } from './codes';

test('a code is read as words, and what people wrote stays as it is', () => {
  expect(readable('expired_or_canceled_card')).toBe('expired or canceled card');
  expect(readable('See order_7 in the books')).toBe('See order_7 in the books');
});
