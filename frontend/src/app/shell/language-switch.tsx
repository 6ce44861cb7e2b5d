import { useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';

import { useKeepLocale } from '@/features/accounts/api/locale';
import { activateLocale } from '@/lib/i18n/i18n';
import { isLocale, LOCALES } from '@/lib/i18n/locales';

/** Every language under its own name, so that whoever needs it can read it. */
export function LanguageSwitch() {
  const { t, i18n } = useLingui();
  const keep = useKeepLocale();

  async function choose(locale: string) {
    if (!isLocale(locale)) return;
    await activateLocale(locale, { remember: true });
    keep(locale);
  }

  return (
    <NativeSelect
      aria-label={t`Language`}
      value={i18n.locale}
      onChange={(change) => void choose(change.currentTarget.value)}
    >
      {Object.entries(LOCALES).map(([locale, { name }]) => (
        <option key={locale} value={locale} lang={locale}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
