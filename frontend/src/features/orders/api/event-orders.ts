/** Orders as those who organize their event see them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

import type { OrderStatus } from './orders';

export type TimelineEntry = components['schemas']['TimelineEntry'];

export interface OrderFilters {
  q?: string;
  status?: OrderStatus;
}

interface Place {
  after?: string;
  limit: number;
}

/** A page of them, the newest first. */
export function readEventOrders(
  eventId: string,
  query: OrderFilters & Place,
  signal?: AbortSignal,
) {
  return unwrap(
    api.GET('/api/v1/events/{event_id}/orders', {
      params: { path: { event_id: eventId }, query },
      signal,
    }),
  );
}

export function eventOrdersQuery(eventId: string, filters: OrderFilters) {
  return infiniteQueryOptions({
    queryKey: ['orders', 'of-event', eventId, filters],
    queryFn: ({ pageParam, signal }) =>
      readEventOrders(eventId, { ...filters, limit: 50, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function timelineQuery(orderId: string) {
  return queryOptions({
    queryKey: ['orders', 'timeline', orderId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/orders/{order_id}/timeline', {
          params: { path: { order_id: orderId } },
          signal,
        }),
      ),
  });
}
