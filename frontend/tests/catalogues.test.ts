import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { expect, test } from 'vitest';

import { LOCALES } from '../src/lib/i18n/locales';

const config = getConfig({ configPath: 'lingui.config.ts' });
const [catalogue] = await getCatalogs(config);
const inSources = Object.keys((await catalogue!.collect()) ?? {}).sort();

// A build holds only what the catalogues hold: a message that is missing there is shown as a hash.
test.each(config.locales)('the catalogue "%s" has each message of the sources', async (locale) => {
  const kept = Object.keys((await catalogue!.read(locale)) ?? {}).sort();
  expect(inSources.length).toBeGreaterThan(100);
  expect(kept, 'run `npm run i18n`').toEqual(inSources);
});

test('each language that can be chosen has a catalogue', () => {
  expect(Object.keys(LOCALES).sort()).toEqual([...config.locales].sort());
});

test.each(config.locales)('the catalogue "%s" leaves nothing untranslated', async (locale) => {
  if (locale === config.sourceLocale) return;
  const messages = Object.entries((await catalogue!.read(locale)) ?? {});
  const left = messages
    .filter(([, { translation }]) => !translation)
    .map(([, kept]) => kept.message);
  expect(left, 'write them into src/locales').toEqual([]);
});

// A translation that lost a placeholder or a link would show a sentence with a hole.
test.each(config.locales)(
  'the catalogue "%s" fills in what the sources fill in',
  async (locale) => {
    const parts = (text: string) => [...new Set(text.match(/\{\w+(?=[},])|<\/?\d+\/?>/g))].sort();
    const messages = Object.values((await catalogue!.read(locale)) ?? {});
    for (const { message = '', translation = '' } of messages) {
      if (translation) expect(parts(translation), message).toEqual(parts(message));
    }
  },
);
