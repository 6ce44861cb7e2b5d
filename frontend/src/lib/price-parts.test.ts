import { expect, test } from 'vitest';

import { type Price, priceParts } from './price-parts';

const PRICE: Price = {
  total: 4700,
  currency: 'EUR',
  discount: 500,
  discount_code: 'EARLYBIRD',
  fees: 200,
  fees_included: false,
  tax: 750,
  tax_included: true,
};
const SUBTOTAL = 5000;

function added(price: Price) {
  return priceParts(price)
    .filter(({ isIncluded }) => !isIncluded)
    .reduce((sum, { amount }) => sum + amount, 0);
}

test('what is not included makes the total of the tickets’ prices', () => {
  expect(SUBTOTAL + added(PRICE)).toBe(PRICE.total);
  const onTop = { ...PRICE, tax_included: false, total: 5450 };
  expect(SUBTOTAL + added(onTop)).toBe(onTop.total);
});

test('a part that is nothing is not mentioned', () => {
  const plain = { ...PRICE, discount: 0, fees: 0, tax: 0, total: SUBTOTAL };
  expect(priceParts(plain)).toEqual([]);
});

test('a hold has no discount', () => {
  const { total, currency, fees, fees_included, tax, tax_included } = PRICE;
  const hold = { total, currency, fees, fees_included, tax, tax_included };
  expect(priceParts(hold).map(({ kind }) => kind)).toEqual(['fees', 'tax']);
});
