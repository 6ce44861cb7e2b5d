import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';

import { api, fetchFile, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Ticket = components['schemas']['TicketRead'];

export function ticketsQuery(filters: { order_id?: string }) {
  return infiniteQueryOptions({
    queryKey: ['tickets', filters],
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

/** Saves the ticket as PDF under a name that is found again. */
export function useSavePdf() {
  return useMutation({
    mutationFn: async (ticketId: string) => {
      const file = await fetchFile(`/api/v1/tickets/${ticketId}.pdf`);
      const address = URL.createObjectURL(file);
      const link = document.createElement('a');
      link.href = address;
      link.download = `ticket-${ticketId.slice(-8)}.pdf`;
      link.click();
      // Not at once: the browser reads the file after this function has returned.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
  });
}
