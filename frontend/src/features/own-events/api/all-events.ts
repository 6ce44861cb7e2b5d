/** Events of all organizers, for who looks after the system. */
import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export function allEventsQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ['own-events', 'all', q],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/admin/events', {
          params: { query: { after: pageParam, ...(q && { q }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
