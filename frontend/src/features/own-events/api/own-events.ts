import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';
import { unwrapVersioned } from '@/lib/api/versioned';

export type OwnEventSummary = components['schemas']['OwnEventSummary'];
export type OwnEvent = components['schemas']['EventRead'];
export type EventStatus = OwnEvent['status'];

const LISTS = ['own-events', 'list'];

export function ownEventsQuery(organizerId: string, status?: EventStatus) {
  return infiniteQueryOptions({
    queryKey: [...LISTS, organizerId, status],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/organizers/{organizer_id}/events', {
          params: {
            path: { organizer_id: organizerId },
            query: { status, limit: 20, after: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** An event as those who manage it see it, with the version that a change names. */
export function ownEventQuery(eventId: string) {
  return queryOptions({
    queryKey: ['own-events', 'one', eventId],
    queryFn: ({ signal }) =>
      unwrapVersioned(
        api.GET('/api/v1/events/{event_id}', { params: { path: { event_id: eventId } }, signal }),
      ),
  });
}

export function useRefreshOwnEvent() {
  const queries = useQueryClient();
  return (eventId: string) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ownEventQuery(eventId).queryKey }),
      queries.invalidateQueries({ queryKey: LISTS }),
      // The public page of the same event.
      queries.invalidateQueries({ queryKey: ['events'] }),
    ]);
}

export function useCreateEvent() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (wish: { organizer_id: string; title: string }, key) =>
      unwrap(
        api.POST('/api/v1/events', {
          body: { ...wish, summary: '', description: '', category: '' },
          params: { header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: LISTS }) },
  );
}

export interface Duplication {
  eventId: string;
  title: string;
  starts_at: string | null;
}

export function useDuplicateEvent() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    ({ eventId, ...body }: Duplication, key) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/duplicate', {
          body,
          params: { path: { event_id: eventId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: LISTS }) },
  );
}

export function useDeleteDraft() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (eventId: string) =>
      unwrap(api.DELETE('/api/v1/events/{event_id}', { params: { path: { event_id: eventId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: LISTS }),
  });
}
