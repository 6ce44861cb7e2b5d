import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Refund = components['schemas']['RefundRead'];
type Wish = Pick<components['schemas']['RefundCreate'], 'order_id' | 'ticket_ids' | 'reason'>;

/** Granted money is sent within moments. */
const WATCH_MS = 3_000;

export function refundsOfOrderQuery(orderId: string) {
  return queryOptions({
    queryKey: ['refunds', 'of-order', orderId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/refunds', {
          params: { query: { order_id: orderId, limit: 100 } },
          signal,
        }),
      ),
    select: (page) => page.data,
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ status }) => status === 'processing') ? WATCH_MS : false,
  });
}

export function useAskRefund() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (wish: Wish, key) =>
      unwrap(
        api.POST('/api/v1/refunds', {
          body: { ...wish, force: false },
          params: { header: { 'idempotency-key': key } },
        }),
      ),
    {
      // Where the rules grant it at once, the order and its tickets are others now.
      onSettled: () =>
        Promise.all(
          ['refunds', 'orders', 'tickets'].map((noun) =>
            queries.invalidateQueries({ queryKey: [noun] }),
          ),
        ),
    },
  );
}

/** Those of all events whose money did not arrive, the newest first. */
export function failedRefundsQuery() {
  return infiniteQueryOptions({
    queryKey: ['refunds', 'failed'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/refunds', {
          params: { query: { status: 'failed', after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Has the money of a failed refund sent once more. */
export function useRetryRefund() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (refundId: string, key) =>
      unwrap(
        api.POST('/api/v1/refunds/{refund_id}/retry', {
          params: { path: { refund_id: refundId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSettled: () => queries.invalidateQueries({ queryKey: ['refunds'] }) },
  );
}
