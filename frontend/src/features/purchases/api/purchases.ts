import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Purchase = components['schemas']['PurchaseRead'];

/** Everything this account ever bought, newest first: the account's own record, not the sale's. */
export function purchasesQuery() {
  return infiniteQueryOptions({
    queryKey: ['purchases'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/users/me/purchases', { params: { query: { after: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
