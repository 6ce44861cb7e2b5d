import { describe, expect, test } from 'vitest';

import { currencyDigits, formatMoney, moneyInput, parseMoney, roundMoney } from './money';

describe('money', () => {
  test('two decimals by default', () => {
    expect(formatMoney(4550, 'EUR', 'en-GB')).toBe('€45.50');
    expect(formatMoney(5, 'EUR', 'en-GB')).toBe('€0.05');
  });

  test('yen have no decimals: 4500 minor units are 4,500 yen', () => {
    expect(formatMoney(4500, 'JPY', 'en')).toBe('¥4,500');
  });

  test('dinars have three decimals', () => {
    expect(formatMoney(12345, 'KWD', 'en').replace(/\s/, ' ')).toBe('KWD 12.345');
  });

  test('digits are the payment provider’s where the browser knows others', () => {
    // ISO 4217 gives the Icelandic króna none, the provider charges it in hundredths.
    expect(currencyDigits('ISK')).toBe(2);
    expect(formatMoney(150000, 'ISK', 'en').replace(/\s/, ' ')).toBe('ISK 1,500.00');
  });

  test('an amount that a binary fraction cannot hold is still exact', () => {
    expect(formatMoney(900719925474099, 'EUR', 'en')).toBe('€9,007,199,254,740.99');
    expect(formatMoney(-105, 'EUR', 'en')).toBe('-€1.05');
  });

  test('the locale decides how it is written', () => {
    expect(formatMoney(123456, 'EUR', 'de').replace(/\s/, ' ')).toBe('1.234,56 €');
  });
});

describe('amounts in fields', () => {
  test.each([
    ['25', 'EUR', 2500],
    ['25.5', 'EUR', 2550],
    ['25,50', 'EUR', 2550],
    ['0.07', 'EUR', 7],
    ['1200', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
  ])('%s %s is %i minor units', (typed, currency, amount) => {
    expect(parseMoney(typed, currency)).toBe(amount);
  });

  test.each([
    ['12.345', 'EUR'],
    ['12.5', 'JPY'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['free', 'EUR'],
  ])('%s is no amount of %s', (typed, currency) => {
    expect(parseMoney(typed, currency)).toBeNull();
  });

  test('what a field shows is what it reads', () => {
    for (const [amount, currency] of [
      [2550, 'EUR'],
      [7, 'EUR'],
      [1200, 'JPY'],
      [1234, 'KWD'],
    ] as const) {
      expect(parseMoney(moneyInput(amount, currency), currency)).toBe(amount);
    }
  });
});

test.each([
  [250_000, 'EUR', '€2.5K'],
  [500, 'EUR', '€5'],
  [2000, 'JPY', '¥2K'],
])('%s minor units of %s are marked %s', (amount, currency, shown) => {
  expect(roundMoney(amount, currency, 'en')).toBe(shown);
});
