import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Payment = components['schemas']['PaymentRead'];

/**
 * The payment of an order, begun if there is none: asking again gives the same one. `key` lives as long as the page.
 */
export function paymentQuery(orderId: string, key: string) {
  return queryOptions({
    queryKey: ['payments', orderId, key],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST('/api/v1/orders/{order_id}/payment', {
          params: { path: { order_id: orderId }, header: { 'idempotency-key': key } },
          signal,
        }),
      ),
    staleTime: Infinity,
    gcTime: 0,
  });
}
