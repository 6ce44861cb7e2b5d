import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { publicApi, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';
import { endOfLocalDay, startOfLocalDay } from '@/lib/times';

export type Event = components['schemas']['EventRead'];

/** What narrows the list, as it stands in the page's address; days are YYYY-MM-DD where the reader is. */
export interface EventFilters {
  q?: string;
  city?: string;
  category?: string;
  from?: string;
  to?: string;
}

const PAGE_SIZE = 24;

export function eventsQuery(filters: EventFilters) {
  const { q, city, category, from, to } = filters;
  return infiniteQueryOptions({
    queryKey: ['events', filters],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        publicApi.GET('/api/v1/events', {
          params: {
            query: {
              q,
              city,
              category,
              from: from && startOfLocalDay(from),
              to: to && endOfLocalDay(to),
              limit: PAGE_SIZE,
              after: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function eventQuery(eventId: string) {
  return queryOptions({
    queryKey: ['events', 'one', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        publicApi.GET('/api/v1/events/{event_id}', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });
}
