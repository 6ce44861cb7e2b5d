/** Sale rules as their form has them, and as the API takes them. */
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import * as z from 'zod/mini';

import { moneyInput, parseMoney } from '@/lib/money';
import { parsePercent, percentInput } from '@/lib/percent';
import { fromVenueInput, toVenueInput } from '@/lib/venue-input';

import type { SaleRules, SaleRulesChange } from './sale-rules';

export interface RuleFields {
  taxName: string;
  taxRate: string;
  /** Whether prices contain the tax: text, as a choice of two has it. */
  taxIs: 'included' | 'added';
  feePerTicket: string;
  feeRate: string;
  feesAre: 'included' | 'added';
  refunds: SaleRules['refunds'];
  refundUntil: string;
  transfers: 'allowed' | 'forbidden';
  transferUntil: string;
}

/** What keeps the fields from being rules; the currency is the event's. */
export function checksFor(currency: string) {
  const percent = z.string().check(
    z.refine((typed) => parsePercent(typed) !== null, {
      error: () => i18n._(msg`Enter a share from 0 to 100.`),
    }),
  );
  return z.object({
    taxName: z.string().check(
      z.refine((typed) => typed.trim() !== '', {
        error: () => i18n._(msg`Enter what the tax is called, such as VAT.`),
      }),
    ),
    taxRate: percent,
    taxIs: z.enum(['included', 'added']),
    feePerTicket: z.string().check(
      z.refine((typed) => parseMoney(typed, currency) !== null, {
        error: () => i18n._(msg`Enter an amount such as 1.50, or 0.`),
      }),
    ),
    feeRate: percent,
    feesAre: z.enum(['included', 'added']),
    refunds: z.enum(['none', 'on_request', 'automatic']),
    refundUntil: z.string(),
    transfers: z.enum(['allowed', 'forbidden']),
    transferUntil: z.string(),
  });
}

export function fieldsOf(rules: SaleRules, currency: string, timeZone: string): RuleFields {
  return {
    taxName: rules.tax_name,
    taxRate: percentInput(rules.tax_rate),
    taxIs: rules.tax_included ? 'included' : 'added',
    feePerTicket: moneyInput(rules.fee_per_ticket, currency),
    feeRate: percentInput(rules.fee_rate),
    feesAre: rules.fees_included ? 'included' : 'added',
    refunds: rules.refunds,
    refundUntil: toVenueInput(rules.refund_until, timeZone),
    transfers: rules.transfers_allowed ? 'allowed' : 'forbidden',
    transferUntil: toVenueInput(rules.transfer_until, timeZone),
  };
}

/** All of them; a time for what is not allowed says nothing and is cleared. */
export function rulesIn(
  fields: RuleFields,
  currency: string,
  timeZone: string,
): Required<SaleRulesChange> {
  const until = (field: string, applies: boolean) =>
    applies ? fromVenueInput(field, timeZone) : null;
  return {
    tax_name: fields.taxName.trim(),
    tax_rate: parsePercent(fields.taxRate) ?? 0,
    tax_included: fields.taxIs === 'included',
    fee_per_ticket: parseMoney(fields.feePerTicket, currency) ?? 0,
    fee_rate: parsePercent(fields.feeRate) ?? 0,
    fees_included: fields.feesAre === 'included',
    refunds: fields.refunds,
    refund_until: until(fields.refundUntil, fields.refunds !== 'none'),
    transfers_allowed: fields.transfers === 'allowed',
    transfer_until: until(fields.transferUntil, fields.transfers === 'allowed'),
  };
}
