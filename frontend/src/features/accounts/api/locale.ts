import { useEffect } from 'react';

import { api, session } from '@/lib/api/client';
import { activateLocale, chosenLocale, i18n } from '@/lib/i18n/i18n';
import { isLocale, type Locale, negotiateLocale } from '@/lib/i18n/locales';
import { useSession } from '@/lib/session/use-session';

/** For whoever is signed in the choice also decides in which language mails come. */
export function useKeepLocale(): (locale: Locale) => void {
  return (locale) => {
    if (session.getState().status !== 'signed_in') return;
    // The page speaks it already; that mails do can be asked for again, in the settings.
    void api.PATCH('/api/v1/users/me/settings', { body: { locale } }).catch(() => undefined);
  };
}

/** Where nobody has chosen a language in this browser, the account's own is shown. */
export function useLocaleOfAccount() {
  const isSignedIn = useSession().status === 'signed_in';
  useEffect(() => {
    // Whoever looks at the mirrored pages has not come to read.
    if (!isSignedIn || chosenLocale() !== null || !isLocale(i18n.locale)) return;
    api
      .GET('/api/v1/users/me/settings')
      .then(
        ({ data }) => data && activateLocale(negotiateLocale([data.locale]), { remember: true }),
      )
      .catch(() => undefined);
  }, [isSignedIn]);
}
