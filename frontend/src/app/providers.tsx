import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';

import { clearWhenNobodys } from '@/features/tickets/api/keeper';
import { session } from '@/lib/api/client';

import { queryClient } from './query-client';
import { router } from './router';
import { resolveVariables, theme } from './theme/theme';

/** What one account was shown must not be seen by the next. */
function useForgetOnAccountChange() {
  useEffect(() => {
    const idOf = () => {
      const state = session.getState();
      return state.status === 'signed_in' ? state.account.id : null;
    };
    let known = idOf();
    return session.subscribe(() => {
      const before = known;
      known = idOf();
      if (before !== null && before !== known) queryClient.clear();
    });
  }, []);
}

/** Public pages do not wait for it, but their header wants to know who is here. */
function useSettledSession() {
  useEffect(() => {
    // Without an answer it stays unknown; whatever needs it asks again and says so.
    session.settle().catch(() => undefined);
  }, []);
}

export function Providers() {
  useForgetOnAccountChange();
  useEffect(() => clearWhenNobodys(session), []);
  useSettledSession();
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={resolveVariables}
          defaultColorScheme="auto"
        >
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  );
}
