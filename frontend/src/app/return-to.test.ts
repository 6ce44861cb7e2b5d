// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { keepReturnTo, safeReturnTo, takeReturnTo } from './return-to';

test('addresses of ours are followed', () => {
  expect(safeReturnTo('/events/evt_1?tickets=tt_1.2')).toBe('/events/evt_1?tickets=tt_1.2');
});

test('a link cannot send somebody who logs in to another site', () => {
  for (const address of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:1', '']) {
    expect(safeReturnTo(address)).toBe('/');
  }
  expect(safeReturnTo(undefined)).toBe('/');
});

test('whoever confirms their address from a mail comes back to where they were, once', () => {
  keepReturnTo('/events/evt_1');
  expect(takeReturnTo()).toBe('/events/evt_1');
  expect(takeReturnTo()).toBeUndefined();
});
