import { expect, test } from 'vitest';

import { isDateOpen } from './plans';

const plans = {
  status: 'postponed',
  starts_at: '2027-05-01T18:00:00.000Z',
  postponed_from: '2027-05-01T18:00:00Z',
};

test('a postponed event that keeps its start has no date', () => {
  expect(isDateOpen(plans)).toBe(true);
});

test.each([
  ['it starts at another time', { starts_at: '2027-06-01T18:00:00Z' }],
  ['it takes place after all', { status: 'published', postponed_from: null }],
  ['nobody told when it was to start', { postponed_from: undefined }],
])('the date is known when %s', (_, facts) => {
  expect(isDateOpen({ ...plans, ...facts })).toBe(false);
});
