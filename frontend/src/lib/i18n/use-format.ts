import { useLingui } from '@lingui/react';
import { useMemo } from 'react';

import { formatMoney } from '@/lib/money';
import { localDateTime, venueTime } from '@/lib/times';

import { formattingLocale, isLocale, SOURCE_LOCALE } from './locales';

/** Money and moments as the reader of the present language and region writes them. */
export function useFormat() {
  const { i18n } = useLingui();
  return useMemo(() => {
    const shown = isLocale(i18n.locale) ? i18n.locale : SOURCE_LOCALE;
    const locale = formattingLocale(shown, navigator.languages);
    return {
      money: (amount: number, currency: string) => formatMoney(amount, currency, locale),
      venueTime: (moment: string, timeZone: string) => venueTime(moment, timeZone, locale),
      localDateTime: (moment: string) => localDateTime(moment, locale),
    };
  }, [i18n.locale]);
}
