import { expect, test } from 'vitest';

import { parsePercent, percentInput } from './percent';

test.each([
  ['20', 2000],
  ['12.5', 1250],
  ['12,5', 1250],
  ['0', 0],
  ['100', 10_000],
  ['101', null],
  ['-1', null],
  ['', null],
])('%s per cent are %s basis points', (typed, points) => {
  expect(parsePercent(typed)).toBe(points);
});

test.each([
  [2000, '20'],
  [1250, '12.5'],
  [5, '0.05'],
  [0, '0'],
  [10_000, '100'],
])('%s basis points are typed as %s', (points, typed) => {
  expect(percentInput(points)).toBe(typed);
});
