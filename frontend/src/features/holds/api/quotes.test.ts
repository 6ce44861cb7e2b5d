// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { quoteQuery, shownTotal } from './quotes';

const TICKETS = 5000;

test('the total is the quote’s, not that of the tickets alone', () => {
  const quote = { data: { total: 5300 }, isLoading: false };
  expect(shownTotal(quote, TICKETS)).toEqual({ amount: 5300, isAllIn: true });
});

test('while the quote is on its way no total is claimed', () => {
  expect(shownTotal({ isLoading: true }, TICKETS)).toBeNull();
});

test('without a quote the tickets’ own price is shown and not called all in', () => {
  expect(shownTotal({ isLoading: false }, TICKETS)).toEqual({ amount: TICKETS, isAllIn: false });
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
