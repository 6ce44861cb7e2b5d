import { useEffect } from 'react';

import { api, session } from '@/lib/api/client';
import { activateLocale, chosenLocale, i18n } from '@/lib/i18n/i18n';
import { isLocale, type Locale, negotiateLocale } from '@/lib/i18n/locales';
import { forgetZone, isZoneKnown, keepZone } from '@/lib/i18n/reader-zone';
import { useSession } from '@/lib/session/use-session';

/** For whoever is signed in the choice also decides in which language mails come. */
export function useKeepLocale(): (locale: Locale) => void {
  return (locale) => {
    if (session.getState().status !== 'signed_in') return;
    // The page speaks it already; that mails do can be asked for again, in the settings.
    void api.PATCH('/api/v1/users/me/settings', { body: { locale } }).catch(() => undefined);
  };
}

/**
 * What the account's settings say of this browser: the zone of its times, and where nobody has chosen a language here, that.
 */
export function useSettingsOfAccount() {
  const { status } = useSession();
  useEffect(() => {
    if (status === 'signed_out') forgetZone();
    // Whoever looks at the mirrored pages has not come to read.
    const wantsLocale = chosenLocale() === null && isLocale(i18n.locale);
    if (status !== 'signed_in' || (isZoneKnown() && !wantsLocale)) return;
    api
      .GET('/api/v1/users/me/settings')
      .then(({ data }) => {
        if (!data) return;
        keepZone(data.time_zone);
        if (wantsLocale) return activateLocale(negotiateLocale([data.locale]), { remember: true });
      })
      .catch(() => undefined);
  }, [status]);
}
