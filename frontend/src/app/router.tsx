import { createRouter } from '@tanstack/react-router';

import { queryClient } from './query-client';
import { routeTree } from './routeTree.gen';
import { NotFound } from './shell/not-found';
import { PagePending } from './shell/page-pending';
import { RouteError } from './shell/route-error';

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // The query client decides what is fresh.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
