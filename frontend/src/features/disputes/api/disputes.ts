import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Dispute = components['schemas']['DisputeRead'];

/** Money that buyers' banks take back, of all events, the newest first. */
export function disputesQuery() {
  return infiniteQueryOptions({
    queryKey: ['disputes'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/v1/disputes', { params: { query: { after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
