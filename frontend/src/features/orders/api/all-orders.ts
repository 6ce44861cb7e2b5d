/** Orders of all accounts for all events, for who looks after the system. */
import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

import type { OrderStatus } from './orders';

export type OwnedOrder = components['schemas']['OrderAdminRead'];

export interface OrderLookUp {
  number?: string;
  account_id?: string;
  status?: OrderStatus;
}

export function allOrdersQuery(lookUp: OrderLookUp) {
  return infiniteQueryOptions({
    queryKey: ['orders', 'all', lookUp],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/admin/orders', {
          params: { query: { after: pageParam, ...lookUp } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
