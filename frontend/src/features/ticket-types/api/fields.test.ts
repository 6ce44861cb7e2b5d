// @vitest-environment jsdom
import { i18n } from '@lingui/core';
import { expect, test } from 'vitest';

import { Fields, fieldsOf } from './fields';

i18n.loadAndActivate({ locale: 'en', messages: {} });

function problem(price: string, currency: string): string | undefined {
  const filled = { ...fieldsOf(null, currency, 'Europe/Berlin'), name: 'Standing', capacity: '10' };
  const { error } = Fields.safeParse({ ...filled, price, maxPerOrder: '4' });
  return error?.issues.find(({ path }) => path[0] === 'price')?.message;
}

test.each([
  ['1000000', 'EUR', '€999,999.99'],
  ['100000000', 'JPY', '¥99,999,999'],
  ['12345678901', 'EUR', '€999,999.99'],
])('%s of %s is told how much it may be', (price, currency, most) => {
  expect(problem(price, currency)).toContain(most);
});

test.each([
  ['', 'EUR'],
  ['a lot', 'EUR'],
  ['-5', 'EUR'],
  ['25.005', 'EUR'],
  ['25.00', 'JPY'],
])('%j of %s is no amount', (price, currency) => {
  expect(problem(price, currency)).toContain('Enter an amount');
});

test('the most that it may be is taken, and nothing too', () => {
  expect(problem('999999.99', 'EUR')).toBeUndefined();
  expect(problem('0', 'EUR')).toBeUndefined();
});
