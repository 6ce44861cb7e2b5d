import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { publicApi, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';
import { endOfLocalDay, startOfLocalDay } from '@/lib/times';

export type EventSummary = components['schemas']['EventSummary'];
type EventRead = components['schemas']['EventRead'];

/** An event as the public sees it: what may still be open in a draft is settled. */
export interface Event extends EventRead {
  venue: NonNullable<EventRead['venue']>;
  doors_at: string;
  starts_at: string;
  ends_at: string;
}

/** Whether it can be shown as the public sees it. */
export function isAnnounced(event: EventRead): event is Event {
  const { venue, doors_at, starts_at, ends_at } = event;
  return venue !== null && doors_at !== null && starts_at !== null && ends_at !== null;
}

/** What narrows the list, as it stands in the page's address; days are YYYY-MM-DD where the reader is. */
export interface EventFilters {
  q?: string;
  city?: string;
  category?: string;
  from?: string;
  to?: string;
}

/** Those of an address, in which other things may stand too. */
export function filtersOf({ q, city, category, from, to }: EventFilters): EventFilters {
  return { q, city, category, from, to };
}

/** What somebody can choose from: the categories of events that are ahead. */
export function categoriesQuery() {
  return queryOptions({
    queryKey: ['event-categories'],
    queryFn: ({ signal }) => unwrap(publicApi.GET('/api/v1/event-categories', { signal })),
    select: ({ data }) => data.map(({ category }) => category),
    staleTime: 60_000,
  });
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
    queryFn: async ({ signal }) => {
      const event = await unwrap(
        publicApi.GET('/api/v1/events/{event_id}', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      );
      return announced(event);
    },
    staleTime: 60_000,
  });
}

/** An event by the readable end of its page's address. */
export function eventBySlugQuery(slug: string) {
  return queryOptions({
    queryKey: ['events', 'by-slug', slug],
    queryFn: async ({ signal }) => {
      const event = await unwrap(
        publicApi.GET('/api/v1/events/by-slug/{slug}', { params: { path: { slug } }, signal }),
      );
      return announced(event);
    },
    staleTime: 60_000,
  });
}

function announced(event: EventRead): Event {
  if (!isAnnounced(event)) throw new Error(`The event ${event.id} is not announced.`);
  return event;
}
