// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { quoteQuery, shownTotal } from './quotes';

const TICKETS = 5300;

test('the total is the quote’s, not that of the tickets alone', () => {
  const quote = { data: { total: 5301 }, isLoading: false };
  expect(shownTotal(quote, TICKETS)).toBe(5301);
});

test('while the quote is on its way no total is claimed', () => {
  expect(shownTotal({ isLoading: true }, TICKETS)).toBeNull();
});

test('without a quote it is what so many single tickets cost', () => {
  expect(shownTotal({ isLoading: false }, TICKETS)).toBe(TICKETS);
});

test('another selection, another price and another code are other questions', () => {
  const keys = [
    quoteQuery('evt_a', { tt_a: 1 }, 2500),
    quoteQuery('evt_a', { tt_a: 2 }, 5000),
    quoteQuery('evt_a', { tt_b: 2 }, 5000),
    quoteQuery('evt_a', { tt_b: 2 }, 6000),
    quoteQuery('evt_a', { tt_b: 2 }, 6000, { discount_code: 'EARLYBIRD' }),
    quoteQuery('evt_a', { tt_b: 2 }, 6000, { access_code: 'EARLYBIRD' }),
  ].map(({ queryKey }) => JSON.stringify(queryKey));
  expect(new Set(keys).size).toBe(keys.length);
});
