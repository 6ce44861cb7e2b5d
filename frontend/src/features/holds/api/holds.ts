import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Hold = components['schemas']['HoldRead'];
type HoldCreate = components['schemas']['HoldCreate'];

export function holdQuery(holdId: string) {
  return queryOptions({
    queryKey: ['holds', holdId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/holds/{hold_id}', { params: { path: { hold_id: holdId } }, signal })),
  });
}

/** Takes tickets off the sale for this buyer, for a few minutes. */
export function useTakeHold() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (body: HoldCreate, key) =>
      unwrap(api.POST('/api/v1/holds', { body, params: { header: { 'idempotency-key': key } } })),
    {
      onSuccess: (hold) => queries.setQueryData(holdQuery(hold.id).queryKey, hold),
      // Taken or refused: what was shown as available is not true any more.
      onSettled: (_hold, _error, wish) =>
        queries.invalidateQueries({ queryKey: ['availability', wish.event_id] }),
    },
  );
}

export function useExtendHold(holdId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/holds/{hold_id}/extend', { params: { path: { hold_id: holdId } } })),
    onSuccess: (hold) => queries.setQueryData(holdQuery(holdId).queryKey, hold),
  });
}

/** Gives the tickets back before their time. */
export function useReleaseHold(holdId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE('/api/v1/holds/{hold_id}', { params: { path: { hold_id: holdId } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['availability'] }),
  });
}
