// @vitest-environment jsdom
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';

import { type Settings, settingsQuery } from '../api/profiles';
import { SettingsForm } from './settings-form';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
// jsdom has none, and Mantine asks it for the colour scheme.
vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener() {},
  removeEventListener() {},
}));

const settings: Settings = {
  locale: 'en',
  time_zone: 'Europe/Berlin',
  email_event_updates: true,
  sms_event_updates: false,
};

async function shown() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(settingsQuery().queryKey, settings);
  i18n.loadAndActivate({ locale: 'en', messages: {} });
  const place = document.createElement('div');
  await act(async () =>
    createRoot(place).render(
      <I18nProvider i18n={i18n}>
        <MantineProvider env="test" forceColorScheme="light">
          <QueryClientProvider client={client}>
            <SettingsForm />
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>,
    ),
  );
  const choice = (name: keyof Settings) =>
    place.querySelector<HTMLInputElement>(`input[name=${name}]`)!;
  return { place, choice };
}

test('what is on is shown as on', async () => {
  const { choice } = await shown();
  expect(choice('email_event_updates').checked).toBe(true);
  expect(choice('sms_event_updates').checked).toBe(false);
});

test('a choice that is changed can be saved', async () => {
  const { place, choice } = await shown();
  const save = place.querySelector<HTMLButtonElement>('button[type=submit]')!;
  expect(save.disabled).toBe(true);
  await act(async () => choice('email_event_updates').click());
  expect(choice('email_event_updates').checked).toBe(false);
  expect(save.disabled).toBe(false);
});
