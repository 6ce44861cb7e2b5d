import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Payment = components['schemas']['PaymentRead'];

function askForPayment(orderId: string, key: string, signal: AbortSignal) {
  return unwrap(
    api.POST('/api/v1/orders/{order_id}/payment', {
      params: { path: { order_id: orderId }, header: { 'idempotency-key': key } },
      signal,
    }),
  );
}

/**
 * The payment of an order, begun if there is none: asking again gives the same one. `key` lives as long as the page.
 */
export function paymentQuery(orderId: string, key: string) {
  return queryOptions({
    queryKey: ['payments', orderId, key],
    queryFn: ({ signal }) => askForPayment(orderId, key, signal),
    staleTime: Infinity,
    gcTime: 0,
  });
}

const LOOK_AGAIN_MS = 3_000;

/** Has the server look at a payment that the buyer has submitted, again and again until the order is not pending. */
export function paymentLookQuery(orderId: string) {
  return queryOptions({
    queryKey: ['payments', orderId, 'look'],
    // A new key each time: an earlier answer is what we do not want to hear again.
    queryFn: ({ signal }) => askForPayment(orderId, crypto.randomUUID(), signal),
    refetchInterval: LOOK_AGAIN_MS,
    gcTime: 0,
  });
}

/** The provider was asked and has charged nothing: the same payment may be tried again. */
export function isUnpaid(status: Payment['status']): boolean {
  return status === 'created' || status === 'failed' || status === 'requires_action';
}
