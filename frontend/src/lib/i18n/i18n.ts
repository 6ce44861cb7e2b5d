import { i18n } from '@lingui/core';

import { isLocale, type Locale, LOCALES, negotiateLocale } from './locales';

const CHOICE = 'locale';

export function preferredLocale(): Locale {
  const chosen = localStorage.getItem(CHOICE);
  return chosen !== null && isLocale(chosen) ? chosen : negotiateLocale(navigator.languages);
}

/** Loads a language's catalogue, shows the application in it and remembers the choice of whoever made one. */
export async function activateLocale(locale: Locale, options: { remember: boolean }) {
  const { messages } = await import(`../../locales/${locale}/messages.po`);
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
  document.documentElement.dir = LOCALES[locale].direction;
  if (options.remember) localStorage.setItem(CHOICE, locale);
}

export { i18n };
