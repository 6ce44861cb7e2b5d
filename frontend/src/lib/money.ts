/** Money is a whole number of minor units plus an ISO 4217 currency; no arithmetic in fractions. */

// The same two lists as the server's, which counts as the payment provider does: browsers know other digits for a few.
const WITHOUT_DECIMALS = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
);
const WITH_THREE_DECIMALS = new Set('BHD JOD KWD OMR TND'.split(' '));

export function currencyDigits(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return WITH_THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** `amount` in minor units as people write it in `locale`: exact for every safe integer. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  const digits = currencyDigits(currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(asDecimal(amount, digits));
}

/** The amount in few letters, for the marks of an axis: "€2.5K". */
export function roundMoney(amount: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, notation: 'compact' }).format(
    asDecimal(amount, currencyDigits(currency)),
  );
}

/** The decimal as text, because a division would go through binary fractions. */
function asDecimal(amount: number, digits: number): `${number}` {
  const sign = amount < 0 ? '-' : '';
  const figures = Math.abs(amount)
    .toString()
    .padStart(digits + 1, '0');
  const whole = figures.slice(0, figures.length - digits);
  const fraction = figures.slice(figures.length - digits);
  return (fraction ? `${sign}${whole}.${fraction}` : `${sign}${whole}`) as `${number}`;
}

/** `amount` in units of the currency, for a spreadsheet, which counts in fractions anyway. */
export function inUnits(amount: number, currency: string): number {
  return Number(asDecimal(amount, currencyDigits(currency)));
}

/** `amount` as it stands in a field: plain figures with a point, which every reader may type. */
export function moneyInput(amount: number, currency: string): string {
  return asDecimal(amount, currencyDigits(currency));
}

/** What was typed, in minor units; null when it is no amount of this currency. A comma is as good as a point. */
export function parseMoney(typed: string, currency: string): number | null {
  const digits = currencyDigits(currency);
  const parts = /^(\d{1,9})(?:[.,](\d*))?$/.exec(typed.trim());
  if (!parts) return null;
  const fraction = parts[2] ?? '';
  if (fraction.length > digits) return null;
  return Number.parseInt(`${parts[1]}${fraction.padEnd(digits, '0')}`, 10);
}
