import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import { saveFile } from '@/lib/api/save-file';
import type { components } from '@/lib/api/schema';

import { keep, type MaybeKept, orKept, pictureOf, type Ticket } from './keeping';
import { keptTickets } from './kept-tickets';

export type { Ticket };
type TicketPage = components['schemas']['Page_TicketRead_'] & MaybeKept;

const LISTS = ['tickets', 'list'];

// Asked for also when the device believes that it has no network: then the answer is what was kept. Whether there is
// one again is found out by asking, for what devices believe is often wrong.
const ALSO_OFFLINE = { networkMode: 'always', refetchOnReconnect: 'always' } as const;
const ASK_AGAIN_MS = 5_000;

export function ticketsQuery(filters: { order_id?: string }) {
  return infiniteQueryOptions({
    queryKey: [...LISTS, filters],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: 100, after: pageParam };
      const asked = unwrap(api.GET('/api/v1/tickets', { params: { query }, signal }));
      const page = await orKept<TicketPage>(asked, () =>
        pageParam ? none() : keptPage(filters.order_id),
      );
      if (page.keptAt === undefined) {
        const isAll = !filters.order_id && !pageParam && !page.has_more;
        void keep(page.data, { isAll });
      }
      return page;
    },
    ...ALSO_OFFLINE,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.keptAt ? ASK_AGAIN_MS : false),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function ticketQuery(ticketId: string) {
  return queryOptions({
    queryKey: ['tickets', 'one', ticketId],
    queryFn: async ({ signal }) => {
      const params = { path: { ticket_id: ticketId } };
      const asked = unwrap(api.GET('/api/v1/tickets/{ticket_id}', { params, signal }));
      const ticket = await orKept<Ticket & MaybeKept>(asked, () => keptTicket(ticketId));
      if (ticket.keptAt === undefined) void keep([ticket], { isAll: false });
      return ticket;
    },
    ...ALSO_OFFLINE,
    refetchInterval: ({ state }) => (state.data?.keptAt ? ASK_AGAIN_MS : false),
  });
}

async function keptTicket(ticketId: string) {
  const kept = await keptTickets.get(ticketId);
  return kept ? { ...kept.ticket, keptAt: kept.keptAt } : null;
}

/** What was kept at different times is as old as the oldest of it. */
async function keptPage(orderId: string | undefined) {
  const kept = (await keptTickets.list()).filter(
    ({ ticket }) => orderId === undefined || ticket.order_id === orderId,
  );
  if (kept.length === 0) return null;
  return {
    data: kept.map(({ ticket }) => ticket),
    has_more: false,
    next_cursor: null,
    keptAt: Math.min(...kept.map(({ keptAt }) => keptAt)),
  };
}

async function none() {
  return null;
}

/** The QR code as a picture for <img>, which cannot send the token that the address needs. */
export function qrCodeQuery(ticketId: string, code: string) {
  return queryOptions({
    // The code is part of the key: a ticket that is issued again has another picture.
    queryKey: ['tickets', 'qr', ticketId, code],
    queryFn: async ({ signal }) => {
      const svg = await pictureOf(ticketId, code, signal);
      return URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    },
    ...ALSO_OFFLINE,
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
        await keptTickets.drop(id).catch(() => undefined);
        await queries
          .fetchQuery({ ...query, staleTime: 0 })
          .catch(() => queries.resetQueries({ queryKey: query.queryKey }));
        void queries.invalidateQueries({ queryKey: LISTS });
      },
    },
  );
}
