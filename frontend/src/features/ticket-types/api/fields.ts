/** A ticket type as its form has it, and as the API takes it. */
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import * as z from 'zod/mini';

import { formattingLocale, isLocale, SOURCE_LOCALE } from '@/lib/i18n/locales';
import { formatMoney, moneyInput, parseMoney } from '@/lib/money';
import { fromVenueInput, toVenueInput } from '@/lib/venue-input';

import type { TicketType, TicketTypeChange, TicketTypeCreate } from './ticket-types';

export const MOST_TICKETS = 1_000_000;
export const MOST_PER_ORDER = 100;
const MOST_COST = 99_999_999;

export const CURRENCIES = [
  'EUR',
  'USD',
  'GBP',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'HUF',
  'CAD',
  'AUD',
  'NZD',
  'JPY',
] as const;

const count = (least: number, most: number) =>
  z.string().check(
    z.refine(
      (typed) => /^\d{1,7}$/.test(typed) && Number(typed) >= least && Number(typed) <= most,
      {
        error: () => i18n._(msg`Enter a whole number from ${least} to ${most}.`),
      },
    ),
  );

export const Fields = z
  .object({
    name: z
      .string()
      .check(
        z.trim(),
        z.minLength(1, { error: () => i18n._(msg`Give this kind of ticket a name.`) }),
        z.maxLength(200),
      ),
    description: z.string().check(z.trim(), z.maxLength(2000)),
    currency: z.string(),
    price: z.string(),
    capacity: count(0, MOST_TICKETS),
    maxPerOrder: count(1, MOST_PER_ORDER),
    maxPerAccount: z.union([z.literal(''), count(1, MOST_TICKETS)]),
    salesStart: z.string(),
    salesEnd: z.string(),
    isHidden: z.boolean(),
  })
  .check(
    z.refine(({ price, currency }) => priceOf(price, currency) !== null, {
      path: ['price'],
      error: ({ input }) => priceProblem(input as { price: string; currency: string }),
    }),
  );

export type TypeFields = z.infer<typeof Fields>;

/** What is too much is an amount, too: how much it may be is said in the event's currency. */
function priceProblem({ price, currency }: { price: string; currency: string }): string {
  const isTooMuch = (parseMoney(price, currency) ?? 0) > MOST_COST || /^\d{10,}/.test(price.trim());
  if (!isTooMuch) return i18n._(msg`Enter an amount such as 25.00, or 0 if it is free.`);
  const shown = isLocale(i18n.locale) ? i18n.locale : SOURCE_LOCALE;
  const most = formatMoney(MOST_COST, currency, formattingLocale(shown, navigator.languages));
  return i18n._(msg`A ticket may cost ${most} at most.`);
}

function priceOf(typed: string, currency: string): number | null {
  const amount = parseMoney(typed, currency);
  return amount !== null && amount <= MOST_COST ? amount : null;
}

export function fieldsOf(type: TicketType | null, currency: string, timeZone: string): TypeFields {
  return {
    name: type?.name ?? '',
    description: type?.description ?? '',
    currency: type?.currency ?? currency,
    price: type ? moneyInput(type.price, type.currency) : '',
    capacity: type ? String(type.capacity) : '',
    maxPerOrder: String(type?.max_per_order ?? 10),
    maxPerAccount: type?.max_per_account == null ? '' : String(type.max_per_account),
    salesStart: toVenueInput(type?.sales_start_at, timeZone),
    salesEnd: toVenueInput(type?.sales_end_at, timeZone),
    isHidden: type?.is_hidden ?? false,
  };
}

export function changeIn(fields: TypeFields, timeZone: string): TicketTypeChange {
  return {
    name: fields.name,
    description: fields.description,
    currency: fields.currency,
    price: parseMoney(fields.price, fields.currency) ?? 0,
    max_per_order: Number(fields.maxPerOrder),
    max_per_account: fields.maxPerAccount === '' ? null : Number(fields.maxPerAccount),
    sales_start_at: fromVenueInput(fields.salesStart, timeZone),
    sales_end_at: fromVenueInput(fields.salesEnd, timeZone),
    is_hidden: fields.isHidden,
  };
}

export function creationIn(fields: TypeFields, timeZone: string): TicketTypeCreate {
  return { ...changeIn(fields, timeZone), capacity: Number(fields.capacity) };
}
