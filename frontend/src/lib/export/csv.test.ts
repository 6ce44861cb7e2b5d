import { expect, test } from 'vitest';

import { toCsv } from './csv';

const csv = (...rows: (string | number | null)[][]) =>
  toCsv({ name: 'x', headers: ['Name', 'Sold'], rows });

test('everything is quoted, quotes are doubled, lines end as the standard says', () => {
  expect(csv(['Ada "the first"', 3], ['two\nlines', null])).toBe(
    '\uFEFF"Name","Sold"\r\n"Ada ""the first""","3"\r\n"two\nlines",""\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠x'])(
  'text that begins like a formula (%j) is text',
  (typed) => {
    expect(csv([typed, 1])).toContain(`"'${typed}"`);
  },
);

test('a number below zero is a number', () => {
  expect(csv(['Refunds', -500])).toContain('"-500"');
});
