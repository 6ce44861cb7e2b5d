/** A code as its form has it, and as the API takes it. */
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import * as z from 'zod/mini';

import { moneyInput, parseMoney } from '@/lib/money';
import { parsePercent, percentInput } from '@/lib/percent';
import { fromVenueInput, toVenueInput } from '@/lib/venue-input';

import type { Code, CodeChange, CodeCreate } from './codes';

export type Benefit = 'percent' | 'amount' | 'access';

export interface CodeFields {
  code: string;
  benefit: Benefit;
  percent: string;
  amount: string;
  types: string[];
  maxUses: string;
  maxPerAccount: string;
  validFrom: string;
  validUntil: string;
}

const wholeOrNothing = () =>
  z
    .string()
    .check(z.regex(/^\d{0,6}$/, { error: () => i18n._(msg`Enter a whole number, or nothing.`) }));

/** What keeps the fields from being a code, by field; the currency is the event's. */
export function rulesFor(currency: string) {
  return z
    .object({
      code: z.string().check(
        z.trim(),
        z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{2,39}$/, {
          error: () => i18n._(msg`Use 3 to 40 letters, digits, hyphens or underscores.`),
        }),
      ),
      benefit: z.enum(['percent', 'amount', 'access']),
      percent: z.string(),
      amount: z.string(),
      types: z.array(z.string()),
      maxUses: wholeOrNothing(),
      maxPerAccount: wholeOrNothing(),
      validFrom: z.string(),
      validUntil: z.string(),
    })
    .check(
      z.refine(({ benefit, percent }) => benefit !== 'percent' || Boolean(parsePercent(percent)), {
        path: ['percent'],
        error: () => i18n._(msg`Enter a share from 0.01 to 100.`),
      }),
      z.refine(
        ({ benefit, amount }) => benefit !== 'amount' || Boolean(parseMoney(amount, currency)),
        {
          path: ['amount'],
          error: () => i18n._(msg`Enter an amount such as 5.00.`),
        },
      ),
      z.refine(({ benefit, types }) => benefit !== 'access' || types.length > 0, {
        path: ['types'],
        error: () => i18n._(msg`Choose what the code gives access to.`),
      }),
      z.refine(({ validFrom, validUntil }) => !validFrom || !validUntil || validFrom < validUntil, {
        path: ['validUntil'],
        error: () => i18n._(msg`The end comes after the beginning.`),
      }),
    );
}

/** What the form begins with: a code as it is, or none yet. */
export function fieldsOf(code: Code | null, currency: string, timeZone: string): CodeFields {
  return {
    code: code?.code ?? '',
    benefit: code === null ? 'percent' : benefitOf(code),
    percent: code?.rate == null ? '' : percentInput(code.rate),
    amount: code?.amount == null ? '' : moneyInput(code.amount, currency),
    types: code?.ticket_type_ids ?? [],
    maxUses: String(code?.max_uses ?? ''),
    maxPerAccount: String(code?.max_per_account ?? ''),
    validFrom: toVenueInput(code?.valid_from, timeZone),
    validUntil: toVenueInput(code?.valid_until, timeZone),
  };
}

export function benefitOf({ rate, amount }: Pick<Code, 'rate' | 'amount'>): Benefit {
  if (rate !== null) return 'percent';
  return amount === null ? 'access' : 'amount';
}

/** All that may be different later; which word it is and whether it opens or lowers stays. */
export function changeIn(
  fields: CodeFields,
  currency: string,
  timeZone: string,
): Required<CodeChange> {
  const { benefit } = fields;
  return {
    rate: benefit === 'percent' ? parsePercent(fields.percent) : null,
    amount: benefit === 'amount' ? parseMoney(fields.amount, currency) : null,
    ticket_type_ids: fields.types.length > 0 ? fields.types : null,
    max_uses: Number(fields.maxUses) || null,
    max_per_account: Number(fields.maxPerAccount) || null,
    valid_from: fromVenueInput(fields.validFrom, timeZone),
    valid_until: fromVenueInput(fields.validUntil, timeZone),
  };
}

export function codeIn(fields: CodeFields, currency: string, timeZone: string): CodeCreate {
  return {
    kind: fields.benefit === 'access' ? 'access' : 'discount',
    code: fields.code.trim(),
    ...changeIn(fields, currency, timeZone),
  };
}
