import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Reconciliation = components['schemas']['ReconciliationRead'];
export type Difference = components['schemas']['DifferenceRead'];

const LOOK_AGAIN_MS = 3_000;

/** The newest first; one that runs is looked at until it has finished. */
export function reconciliationsQuery() {
  return infiniteQueryOptions({
    queryKey: ['reconciliations', 'all'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/admin/reconciliations', {
          params: { query: { after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) => {
      const newest = state.data?.pages[0]?.data[0];
      return newest && !newest.finished_at ? LOOK_AGAIN_MS : false;
    },
  });
}

export function reconciliationQuery(reconciliationId: string) {
  return queryOptions({
    queryKey: ['reconciliations', 'one', reconciliationId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/admin/reconciliations/{reconciliation_id}', {
          params: { path: { reconciliation_id: reconciliationId } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data && !state.data.finished_at ? LOOK_AGAIN_MS : false),
  });
}

/** `isRunning`: it still finds some. */
export function differencesQuery(reconciliationId: string, isRunning: boolean) {
  return infiniteQueryOptions({
    queryKey: ['reconciliations', 'differences', reconciliationId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/admin/reconciliations/{reconciliation_id}/differences', {
          params: { path: { reconciliation_id: reconciliationId }, query: { after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: isRunning ? LOOK_AGAIN_MS : false,
  });
}

export function useBeginReconciliation() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (repair: boolean, key) =>
      unwrap(
        api.POST('/api/v1/admin/reconciliations', {
          body: { repair },
          params: { header: { 'idempotency-key': key } },
        }),
      ),
    { onSettled: () => queries.invalidateQueries({ queryKey: ['reconciliations'] }) },
  );
}
