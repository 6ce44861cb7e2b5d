import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type AdminNotification = components['schemas']['AdminNotificationRead'];
export type NotificationTemplate = components['schemas']['Template'];

/** Those that were given up and wait for somebody to decide, the latest first. */
export function deadNotificationsQuery() {
  return infiniteQueryOptions({
    queryKey: ['notifications', 'dead'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/admin/notifications', {
          params: { query: { state: 'dead', after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export interface Decision {
  notificationId: string;
  action: 'retry' | 'discard';
}

export function useDecide() {
  const lookAgain = useLookAgain();
  return useMutation({
    mutationFn: ({ notificationId, action }: Decision) => {
      const params = { path: { notification_id: notificationId } };
      return unwrap(
        action === 'retry'
          ? api.POST('/api/v1/admin/notifications/{notification_id}/retry', { params })
          : api.POST('/api/v1/admin/notifications/{notification_id}/discard', { params }),
      );
    },
    onSettled: lookAgain,
  });
}

/** Sends all of them again; says how many. */
export function useRetryAll() {
  const lookAgain = useLookAgain();
  return useMutation({
    mutationFn: async () => {
      let retried = 0;
      for (;;) {
        const done = await unwrap(api.POST('/api/v1/admin/notifications/retry', { body: {} }));
        retried += done.retried;
        if (!done.has_more) return retried;
      }
    },
    onSettled: lookAgain,
  });
}

function useLookAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['notifications'] });
}
