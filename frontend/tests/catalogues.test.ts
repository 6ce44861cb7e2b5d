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
