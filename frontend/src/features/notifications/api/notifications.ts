import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Notification = components['schemas']['NotificationRead'];

/** What this account was told about its orders and events, the latest first. */
export function notificationsQuery() {
  return infiniteQueryOptions({
    queryKey: ['notifications', 'own'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/v1/notifications', { params: { query: { after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
