import { queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import { ApiError } from '@/lib/api/problem';
import type { components } from '@/lib/api/schema';

export type Transfer = components['schemas']['TransferRead'];
type TransferCreate = components['schemas']['TransferCreate'];

export function transferQuery(transferId: string) {
  return queryOptions({
    queryKey: ['transfers', 'one', transferId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/transfers/{transfer_id}', {
          params: { path: { transfer_id: transferId } },
          signal,
        }),
      ),
  });
}

/** The open offer that the owner of a ticket has made, or null. */
export function offerOfTicketQuery(ticketId: string) {
  return queryOptions({
    queryKey: ['transfers', 'of-ticket', ticketId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/transfers', {
          params: { query: { ticket_id: ticketId, direction: 'outgoing', status: 'offered' } },
          signal,
        }),
      ),
    select: (page) => page.data[0] ?? null,
  });
}

/** The offer by which a ticket of whoever is signed in has gone to somebody else, or null. */
export function givenAwayQuery(ticketId: string) {
  return queryOptions({
    queryKey: ['transfers', 'given-away', ticketId],
    queryFn: ({ signal }) => readGivenAway({ ticket_id: ticketId }, signal),
    select: (page) => page.data[0] ?? null,
  });
}

/** Those by which tickets of an order have. */
export function givenAwayOfOrderQuery(orderId: string) {
  return queryOptions({
    queryKey: ['transfers', 'given-away-of', orderId],
    queryFn: ({ signal }) => readGivenAway({ order_id: orderId, limit: 100 }, signal),
    select: (page) => page.data,
  });
}

function readGivenAway(
  query: { ticket_id?: string; order_id?: string; limit?: number },
  signal: AbortSignal,
) {
  const accepted = { direction: 'outgoing', status: 'accepted' } as const;
  return unwrap(
    api.GET('/api/v1/transfers', { params: { query: { ...query, ...accepted } }, signal }),
  );
}

/** Open offers of others to the verified address of whoever is signed in, the newest first. */
export function incomingOffersQuery() {
  return queryOptions({
    queryKey: ['transfers', 'incoming'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/transfers', {
          params: { query: { direction: 'incoming', status: 'offered' } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });
}

export function useOfferTicket() {
  return useTransferMutation((body: TransferCreate, key) =>
    unwrap(api.POST('/api/v1/transfers', { body, params: { header: { 'idempotency-key': key } } })),
  );
}

export interface Acceptance {
  transferId: string;
  holderName: string;
}

export function useAcceptOffer() {
  return useTransferMutation(({ transferId, holderName }: Acceptance, key) =>
    unwrap(
      api.POST('/api/v1/transfers/{transfer_id}/accept', {
        body: { holder_name: holderName },
        params: { path: { transfer_id: transferId }, header: { 'idempotency-key': key } },
      }),
    ),
  );
}

export function useDeclineOffer() {
  return useTransferMutation((transferId: string, key) =>
    unwrap(
      api.POST('/api/v1/transfers/{transfer_id}/decline', {
        params: { path: { transfer_id: transferId }, header: { 'idempotency-key': key } },
      }),
    ),
  );
}

export function useWithdrawOffer() {
  return useTransferMutation((transferId: string, key) =>
    unwrap(
      api.POST('/api/v1/transfers/{transfer_id}/withdraw', {
        params: { path: { transfer_id: transferId }, header: { 'idempotency-key': key } },
      }),
    ),
  );
}

/** Whatever was answered, the pages then show how the offer stands and whose the tickets are. */
function useTransferMutation<TWish>(send: (wish: TWish, key: string) => Promise<Transfer>) {
  const queries = useQueryClient();
  const lookAgain = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['transfers'] }),
      queries.invalidateQueries({ queryKey: ['tickets'] }),
    ]);
  return useIdempotentMutation(send, {
    onSuccess: (transfer) => {
      queries.setQueryData(transferQuery(transfer.id).queryKey, transfer);
      void lookAgain();
    },
    onError: (error) => {
      // A refusal says that the offer or the ticket is not what this page still shows.
      if (error instanceof ApiError && !error.isTransient) void lookAgain();
    },
  });
}
