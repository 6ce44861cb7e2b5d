// @vitest-environment jsdom
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { useForm } from 'react-hook-form';
import { expect, test, vi } from 'vitest';

import type { Fields } from '../api/fields';
import { TimeFields, type VenueChoice } from './time-fields';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
// jsdom has none, and Mantine asks it for the colour scheme.
vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener() {},
  removeEventListener() {},
}));

const MILL = { id: 'ven_1', name: 'The Mill', city: 'Dublin', timeZone: 'Europe/Dublin' };

function Editor({ venues }: { venues: VenueChoice[] }) {
  const form = useForm<Fields>({ defaultValues: { venueId: '', doors: '', starts: '', ends: '' } });
  const newVenue = <button onClick={() => form.setValue('venueId', MILL.id)} />;
  return <TimeFields form={form} venues={venues} timeZone="Europe/Dublin" newVenue={newVenue} />;
}

test('a new venue that is chosen before it is among the others is shown once it is', async () => {
  i18n.loadAndActivate({ locale: 'en', messages: {} });
  const place = document.createElement('div');
  const root = createRoot(place);
  const show = (venues: VenueChoice[]) =>
    act(async () =>
      root.render(
        <I18nProvider i18n={i18n}>
          <MantineProvider env="test" forceColorScheme="light">
            <Editor venues={venues} />
          </MantineProvider>
        </I18nProvider>,
      ),
    );
  await show([]);
  await act(async () => place.querySelector('button')!.click());
  await show([MILL]);
  expect(place.querySelector('select')!.value).toBe(MILL.id);
});
