import { i18n, type Messages } from '@lingui/core';

import { isLocale, type Locale, LOCALES, negotiateLocale, SOURCE_LOCALE } from './locales';

const CHOICE = 'locale';

/** What this browser was told to speak; null if nobody has. */
export function chosenLocale(): Locale | null {
  const chosen = localStorage.getItem(CHOICE);
  return chosen !== null && isLocale(chosen) ? chosen : null;
}

export function preferredLocale(): Locale {
  return chosenLocale() ?? negotiateLocale(navigator.languages);
}

interface Catalogue {
  messages: Messages;
}
type Part = 'everybody' | 'signedIn';

/** Split when the application is built: see `scripts/catalogue-parts.ts`. */
const CATALOGUES: Record<Part, Record<string, () => Promise<Catalogue>>> = {
  everybody: import.meta.glob<Catalogue>('../../locales/*/messages.po', { query: '?everybody' }),
  signedIn: import.meta.glob<Catalogue>('../../locales/*/messages.po', { query: '?signed-in' }),
};
const wanted = new Set<Part>(['everybody']);
/** What was asked for last: its words may still be on their way. */
let asked: Locale | 'mirrored' = SOURCE_LOCALE;

async function catalogue(locale: Locale): Promise<Messages> {
  const path = `../../locales/${locale}/messages.po`;
  const loaded = await Promise.all([...wanted].map((part) => CATALOGUES[part][path]!()));
  return Object.assign({}, ...loaded.map(({ messages }) => messages)) as Messages;
}

/** Loads a language's catalogue, shows the application in it and remembers the choice of whoever made one. */
export async function activateLocale(locale: Locale, options: { remember: boolean }) {
  asked = locale;
  show(locale, await catalogue(locale), LOCALES[locale].direction);
  if (options.remember) localStorage.setItem(CHOICE, locale);
}

/** English that runs from right to left, so that it can be seen whether pages would do in Arabic or Hebrew. */
export async function activateMirrored() {
  asked = 'mirrored';
  const [messages, { mirrored, MIRRORED }] = await Promise.all([
    catalogue('en'),
    import('./mirrored'),
  ]);
  show(MIRRORED, mirrored(messages), 'rtl');
}

let readying: Promise<void> | null = null;

/** What pages say to those who are signed in, too; whoever only looks around does not load it. */
export function speakToSignedIn(): Promise<void> {
  wanted.add('signedIn');
  readying ??= (
    asked === 'mirrored' ? activateMirrored() : activateLocale(asked, { remember: false })
  ).catch((error: unknown) => {
    readying = null;
    throw error;
  });
  return readying;
}

function show(locale: string, messages: Messages, direction: 'ltr' | 'rtl') {
  // Added to those that are there: two parts may be on their way at once.
  i18n.load(locale, messages);
  i18n.activate(locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = direction;
}

export { i18n };
