import { expect, test } from 'vitest';

import { safeReturnTo } from './return-to';

test('addresses of ours are followed', () => {
  expect(safeReturnTo('/events/evt_1?tickets=tt_1:2')).toBe('/events/evt_1?tickets=tt_1:2');
});

test('a link cannot send somebody who logs in to another site', () => {
  for (const address of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:1', '']) {
    expect(safeReturnTo(address)).toBe('/');
  }
  expect(safeReturnTo(undefined)).toBe('/');
});
