import { expect, test } from 'vitest';

import { day, oneOf, searchOf, text } from './search';

const read = searchOf({ q: text, from: day, status: oneOf('draft', 'published') });

test('what is understood is kept, and nothing else', () => {
  const given = { q: 'jazz', from: '2027-05-01', status: 'draft', page: 3 };
  expect(read(given)).toEqual({ q: 'jazz', from: '2027-05-01', status: 'draft' });
  expect(read({})).toEqual({});
});

test('a year that is searched for is a text', () => {
  expect(read({ q: 2027 })).toEqual({ q: '2027' });
});

test.each(['2027-02-31', '2027-13-01', 'tomorrow', 20270501])('%s is no day', (from) => {
  expect(read({ from })).toEqual({});
});

test('a state that does not exist is none', () => {
  expect(read({ status: 'lost', q: ['a', 'b'] })).toEqual({});
});
