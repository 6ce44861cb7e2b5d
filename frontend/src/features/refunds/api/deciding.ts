/** Refunds as those who organize their event see and decide them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

/** The wishes of buyers that wait for the organizer's answer, and what did not arrive. */
export function openRefundsQuery(eventId: string, status: 'requested' | 'failed') {
  return queryOptions({
    queryKey: ['refunds', 'of-event', eventId, status],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/refunds', {
          params: { query: { event_id: eventId, status, limit: 100 } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });
}

/** A refund changes its order, its tickets, and what is sold. */
function useRefreshAfterRefund() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['refunds', 'orders', 'attendees', 'analytics'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

export type RefundWish = components['schemas']['RefundCreate'];

export function useRefund() {
  const refresh = useRefreshAfterRefund();
  return useIdempotentMutation(
    (body: RefundWish, key) =>
      unwrap(api.POST('/api/v1/refunds', { body, params: { header: { 'idempotency-key': key } } })),
    { onSuccess: refresh },
  );
}

/** Says that the money of a failed refund was sent another way. */
export function usePayByHand() {
  const refresh = useRefreshAfterRefund();
  return useIdempotentMutation(
    ({ refundId, how }: { refundId: string; how: string }, key) =>
      unwrap(
        api.POST('/api/v1/refunds/{refund_id}/pay-by-hand', {
          params: { path: { refund_id: refundId }, header: { 'idempotency-key': key } },
          body: { how },
        }),
      ),
    { onSuccess: refresh },
  );
}

export interface Decision {
  refundId: string;
  answer: 'approve' | 'decline' | 'retry';
  /** Also tickets that have been admitted or handed over. */
  force?: boolean;
}

export function useDecideRefund() {
  const refresh = useRefreshAfterRefund();
  return useIdempotentMutation(
    ({ refundId, answer, force }: Decision, key) => {
      const params = { path: { refund_id: refundId }, header: { 'idempotency-key': key } };
      switch (answer) {
        case 'approve':
          return unwrap(
            api.POST('/api/v1/refunds/{refund_id}/approve', {
              params,
              body: { force: force ?? false },
            }),
          );
        case 'decline':
          return unwrap(api.POST('/api/v1/refunds/{refund_id}/decline', { params }));
        case 'retry':
          return unwrap(api.POST('/api/v1/refunds/{refund_id}/retry', { params }));
      }
    },
    { onSuccess: refresh },
  );
}
