/** What an organizer writes to everybody who has tickets for an event. */
import { infiniteQueryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Update = components['schemas']['UpdateRead'];
export type UpdateCreate = components['schemas']['UpdateCreate'];

export function updatesQuery(eventId: string) {
  return infiniteQueryOptions({
    queryKey: ['updates', eventId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/updates', {
          params: { path: { event_id: eventId }, query: { after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** It cannot be taken back. */
export function useSendUpdate(eventId: string) {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (body: UpdateCreate, key) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/updates', {
          body,
          params: { path: { event_id: eventId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: updatesQuery(eventId).queryKey }) },
  );
}
