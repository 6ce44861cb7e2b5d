/** A code as its form has it, and as the API takes it. */
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import * as z from 'zod/mini';

import { parseMoney } from '@/lib/money';
import { fromVenueInput } from '@/lib/venue-input';

import type { CodeCreate } from './codes';

export type Benefit = 'percent' | 'amount' | 'access';

export interface CodeFields {
  code: string;
  benefit: Benefit;
  percent: string;
  amount: string;
  types: string[];
  maxUses: string;
  validUntil: string;
}

/** "20" or "12.5" per cent in basis points; null when it is no share of a price. */
export function parsePercent(typed: string): number | null {
  const points = parseMoney(typed, 'EUR');
  return points !== null && points >= 1 && points <= 10_000 ? points : null;
}

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
      maxUses: z
        .string()
        .check(
          z.regex(/^\d{0,6}$/, { error: () => i18n._(msg`Enter a whole number, or nothing.`) }),
        ),
      validUntil: z.string(),
    })
    .check(
      z.refine(({ benefit, percent }) => benefit !== 'percent' || parsePercent(percent) !== null, {
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
    );
}

export function codeIn(fields: CodeFields, currency: string, timeZone: string): CodeCreate {
  const { benefit } = fields;
  return {
    kind: benefit === 'access' ? 'access' : 'discount',
    code: fields.code.trim(),
    rate: benefit === 'percent' ? parsePercent(fields.percent) : null,
    amount: benefit === 'amount' ? parseMoney(fields.amount, currency) : null,
    ticket_type_ids: fields.types.length > 0 ? fields.types : null,
    max_uses: Number(fields.maxUses) || null,
    valid_until: fromVenueInput(fields.validUntil, timeZone),
  };
}
