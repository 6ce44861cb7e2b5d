// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { roleChanges } from './admin-accounts';

test('only what differs is granted and withdrawn, and everybody stays a user', () => {
  expect(roleChanges(['Admin', 'Operator', 'User'], ['Admin', 'EventCreator'])).toEqual({
    granted: ['EventCreator'],
    withdrawn: ['Operator'],
  });
  expect(roleChanges(['User'], [])).toEqual({ granted: [], withdrawn: [] });
});
