import { QueryClient } from '@tanstack/react-query';

import { ApiError } from '@/lib/api/problem';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Asking again helps against a hiccup, not against a "no".
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.isTransient,
    },
    // Without a network it says so at once. By default it waits for one, and is done when nobody expects it any more.
    mutations: { networkMode: 'always' },
  },
});
