/** The languages that the application speaks; one catalogue each under `src/locales`. */
export const LOCALES = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
} as const satisfies Record<string, { name: string; direction: 'ltr' | 'rtl' }>;

export type Locale = keyof typeof LOCALES;

export const SOURCE_LOCALE: Locale = 'en';

export function isLocale(tag: string): tag is Locale {
  return tag in LOCALES;
}

/** The first of the reader's languages that we speak. */
export function negotiateLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const language = tag.split('-')[0] ?? '';
    if (isLocale(language)) return language;
  }
  return SOURCE_LOCALE;
}

/** Dates and prices follow the reader's region (24 hours in Dublin, 12 in Boston) within the language shown. */
export function formattingLocale(locale: Locale, wanted: readonly string[]): string {
  return wanted.find((tag) => tag === locale || tag.startsWith(`${locale}-`)) ?? locale;
}
