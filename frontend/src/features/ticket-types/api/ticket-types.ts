import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type TicketType = components['schemas']['TicketTypeRead'];
export type TicketTypeCreate = components['schemas']['TicketTypeCreate'];
export type TicketTypeChange = Omit<TicketTypeCreate, 'capacity' | 'position'>;

export function ticketTypesQuery(eventId: string) {
  return queryOptions({
    queryKey: ['ticket-types', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/ticket-types', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    select: ({ data }) => data,
  });
}

/** How many tickets of all kinds together there are; null when only the kinds' own numbers count. */
export function overallCapacityQuery(eventId: string) {
  return queryOptions({
    ...ticketTypesQuery(eventId),
    select: ({ overall_capacity }) => overall_capacity,
  });
}

/** Kinds of tickets show on the event, in its organizer's list and on its public page. */
function useRefresh(eventId: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ticketTypesQuery(eventId).queryKey }),
      queries.invalidateQueries({ queryKey: ['own-events'] }),
      queries.invalidateQueries({ queryKey: ['events'] }),
    ]);
}

export function useCreateTicketType(eventId: string) {
  const refresh = useRefresh(eventId);
  return useIdempotentMutation(
    (body: TicketTypeCreate, key) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/ticket-types', {
          body,
          params: { path: { event_id: eventId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: refresh },
  );
}

export function useChangeTicketType(eventId: string) {
  const refresh = useRefresh(eventId);
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: TicketTypeChange }) =>
      unwrap(
        api.PATCH('/api/v1/events/{event_id}/ticket-types/{ticket_type_id}', {
          body: change,
          params: { path: { event_id: eventId, ticket_type_id: id } },
        }),
      ),
    onSuccess: refresh,
  });
}

/** How many there are; refused below what is sold and held. */
export function useSetCapacity(eventId: string) {
  const refresh = useRefresh(eventId);
  return useMutation({
    mutationFn: ({ id, capacity }: { id: string; capacity: number }) =>
      unwrap(
        api.PUT('/api/v1/events/{event_id}/ticket-types/{ticket_type_id}/capacity', {
          body: { capacity },
          params: { path: { event_id: eventId, ticket_type_id: id } },
        }),
      ),
    onSuccess: refresh,
  });
}

/** The same for all kinds together; an event that is on sale keeps a number, if it has one. */
export function useSetOverallCapacity(eventId: string) {
  const refresh = useRefresh(eventId);
  return useMutation({
    mutationFn: (capacity: number | null) =>
      unwrap(
        api.PUT('/api/v1/events/{event_id}/capacity', {
          body: { capacity },
          params: { path: { event_id: eventId } },
        }),
      ),
    onSuccess: refresh,
  });
}

/** A draft's type is deleted, a published event's is taken off sale. */
export function useRemoveTicketType(eventId: string) {
  const refresh = useRefresh(eventId);
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.DELETE('/api/v1/events/{event_id}/ticket-types/{ticket_type_id}', {
          params: { path: { event_id: eventId, ticket_type_id: id } },
        }),
      ),
    onSuccess: refresh,
  });
}
