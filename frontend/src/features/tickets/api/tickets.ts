import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { api, fetchFile, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import { saveFile } from '@/lib/api/save-file';
import type { components } from '@/lib/api/schema';

export type Ticket = components['schemas']['TicketRead'];

const LISTS = ['tickets', 'list'];

export function ticketsQuery(filters: { order_id?: string }) {
  return infiniteQueryOptions({
    queryKey: [...LISTS, filters],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/tickets', {
          params: { query: { ...filters, limit: 100, after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function ticketQuery(ticketId: string) {
  return queryOptions({
    queryKey: ['tickets', 'one', ticketId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/tickets/{ticket_id}', {
          params: { path: { ticket_id: ticketId } },
          signal,
        }),
      ),
  });
}

/** The QR code as a picture for <img>, which cannot send the token that the address needs. */
export function qrCodeQuery(ticketId: string, code: string) {
  return queryOptions({
    // The code is part of the key: a ticket that is issued again has another picture.
    queryKey: ['tickets', 'qr', ticketId, code],
    queryFn: async ({ signal }) => {
      const picture = await fetchFile(`/api/v1/tickets/${ticketId}/qr.svg`, signal);
      return URL.createObjectURL(picture);
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });
}

export function useSavePdf() {
  return useMutation({
    mutationFn: (ticketId: string) =>
      saveFile(`/api/v1/tickets/${ticketId}.pdf`, `ticket-${ticketId.slice(-8)}.pdf`),
  });
}

/** The ticket's event as an entry for a calendar; a later one replaces it there. */
export function useSaveCalendarEntry() {
  return useMutation({
    mutationFn: (ticketId: string) =>
      saveFile(`/api/v1/tickets/${ticketId}/calendar.ics`, `event-${ticketId.slice(-8)}.ics`),
  });
}

export interface HolderChange {
  ticketId: string;
  holderName: string;
}

export function useChangeHolder() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    ({ ticketId, holderName }: HolderChange, key) =>
      unwrap(
        api.PATCH('/api/v1/tickets/{ticket_id}', {
          body: { holder_name: holderName },
          params: { path: { ticket_id: ticketId }, header: { 'idempotency-key': key } },
        }),
      ),
    {
      onSuccess: (ticket) => {
        queries.setQueryData(ticketQuery(ticket.id).queryKey, ticket);
        void queries.invalidateQueries({ queryKey: LISTS });
      },
    },
  );
}

/** Gives the ticket another code; the answer does not say which, so the ticket is read again. */
export function useReissueTicket() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (ticketId: string, key) =>
      unwrap(
        api.POST('/api/v1/tickets/{ticket_id}/reissue', {
          params: { path: { ticket_id: ticketId }, header: { 'idempotency-key': key } },
        }),
      ),
    {
      onSuccess: async ({ id }) => {
        const query = ticketQuery(id);
        // When the new code does not come, the old one must not be shown as if it admitted.
        await queries
          .fetchQuery({ ...query, staleTime: 0 })
          .catch(() => queries.resetQueries({ queryKey: query.queryKey }));
        void queries.invalidateQueries({ queryKey: LISTS });
      },
    },
  );
}
