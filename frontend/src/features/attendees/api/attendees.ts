import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Attendee = components['schemas']['AttendeeRead'];
export type AttendeeStatus = Attendee['status'];

export interface AttendeeFilters {
  q?: string;
  status?: AttendeeStatus;
  checked_in?: boolean;
}

interface Place {
  after?: string;
  limit: number;
}

/** A page of them, the newest first. */
export function readAttendees(
  eventId: string,
  query: AttendeeFilters & Place,
  signal?: AbortSignal,
) {
  return unwrap(
    api.GET('/api/v1/events/{event_id}/tickets', {
      params: { path: { event_id: eventId }, query },
      signal,
    }),
  );
}

export function attendeesQuery(eventId: string, filters: AttendeeFilters) {
  return infiniteQueryOptions({
    queryKey: ['attendees', eventId, filters],
    queryFn: ({ pageParam, signal }) =>
      readAttendees(eventId, { ...filters, limit: 50, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function attendeesOfOrderQuery(eventId: string, orderId: string) {
  return queryOptions({
    queryKey: ['attendees', eventId, 'of-order', orderId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/tickets', {
          params: { path: { event_id: eventId }, query: { order_id: orderId, limit: 100 } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });
}

function useRefreshTickets() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['attendees', 'orders', 'analytics'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

/** Another code for the ticket, which its owner gets by e-mail. */
export function useReissue() {
  const refresh = useRefreshTickets();
  return useIdempotentMutation(
    (ticketId: string, key) =>
      unwrap(
        api.POST('/api/v1/tickets/{ticket_id}/reissue', {
          params: { path: { ticket_id: ticketId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: refresh },
  );
}

export interface VoidWish {
  ticketId: string;
  reason: string;
  /** Also when somebody has entered with it. */
  force: boolean;
}

/** Ends the ticket; no money moves. */
export function useVoid() {
  const refresh = useRefreshTickets();
  return useIdempotentMutation(
    ({ ticketId, ...body }: VoidWish, key) =>
      unwrap(
        api.POST('/api/v1/tickets/{ticket_id}/void', {
          body,
          params: { path: { ticket_id: ticketId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: refresh },
  );
}
