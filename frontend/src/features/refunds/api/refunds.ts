import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Refund = components['schemas']['RefundRead'];

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
