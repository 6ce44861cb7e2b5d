import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { useMemo, useSyncExternalStore } from 'react';

import { serverClock } from '@/lib/clock/server-clock';
import { formatMoney, roundMoney } from '@/lib/money';
import { ago, localDateTime, localMoment, localTime, venueTime } from '@/lib/times';

import { formattingLocale, isLocale, SOURCE_LOCALE } from './locales';
import { readerZone, subscribeToZone } from './reader-zone';

/** What a tax is called unless its organizer says otherwise. */
const DEFAULT_TAX = 'VAT';

/** Numbers, money and moments as the reader of the present language and region writes them. */
export function useFormat() {
  const { i18n, _ } = useLingui();
  const zone = useSyncExternalStore(subscribeToZone, readerZone, readerZone);
  return useMemo(() => {
    const shown = isLocale(i18n.locale) ? i18n.locale : SOURCE_LOCALE;
    const locale = formattingLocale(shown, navigator.languages);
    return {
      /** A tax as its organizer calls it; in the reader's language where nobody chose a name. */
      taxName: (name: string | null | undefined) =>
        name && name !== DEFAULT_TAX ? name : _(msg`VAT`),
      money: (amount: number, currency: string) => formatMoney(amount, currency, locale),
      roundMoney: (amount: number, currency: string) => roundMoney(amount, currency, locale),
      venueTime: (moment: string, timeZone: string) => venueTime(moment, timeZone, locale),
      count: (number: number) => new Intl.NumberFormat(locale).format(number),
      /** Of basis points: 1250 is 12.5 %. */
      percent: (points: number) =>
        new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
          points / 10_000,
        ),
      /** Of a calendar day, YYYY-MM-DD, whatever zone the reader is in. */
      day: (day: string) =>
        new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
          new Date(day),
        ),
      /** The time of day at the venue, of a moment in seconds since 1970; where there are several days, which one too. */
      venueClock: (seconds: number, timeZone: string, hasDay: boolean) =>
        new Intl.DateTimeFormat(locale, {
          hour: '2-digit',
          minute: '2-digit',
          timeZone,
          ...(hasDay && { day: 'numeric', month: 'short' }),
        }).format(new Date(seconds * 1000)),
      localTime: (moment: string | number) => localTime(moment, locale, zone),
      ago: (moment: string) => ago(moment, serverClock.now(), locale),
      localDateTime: (moment: string) => localDateTime(moment, locale, zone),
      localMoment: (moment: string) => localMoment(moment, locale, zone),
    };
  }, [_, i18n.locale, zone]);
}
