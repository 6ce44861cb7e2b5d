import { i18n, type Messages } from '@lingui/core';

import { isLocale, type Locale, LOCALES, negotiateLocale } from './locales';

const CHOICE = 'locale';

/** What this browser was told to speak; null if nobody has. */
export function chosenLocale(): Locale | null {
  const chosen = localStorage.getItem(CHOICE);
  return chosen !== null && isLocale(chosen) ? chosen : null;
}

export function preferredLocale(): Locale {
  return chosenLocale() ?? negotiateLocale(navigator.languages);
}

/** Loads a language's catalogue, shows the application in it and remembers the choice of whoever made one. */
export async function activateLocale(locale: Locale, options: { remember: boolean }) {
  const { messages } = await import(`../../locales/${locale}/messages.po`);
  show(locale, messages, LOCALES[locale].direction);
  if (options.remember) localStorage.setItem(CHOICE, locale);
}

/** English that runs from right to left, so that it can be seen whether pages would do in Arabic or Hebrew. */
export async function activateMirrored() {
  const [{ messages }, { mirrored, MIRRORED }] = await Promise.all([
    import('../../locales/en/messages.po'),
    import('./mirrored'),
  ]);
  show(MIRRORED, mirrored(messages), 'rtl');
}

function show(locale: string, messages: Messages, direction: 'ltr' | 'rtl') {
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
  document.documentElement.dir = direction;
}

export { i18n };
