import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Code = components['schemas']['CodeRead'];
/** With how often it is used; null while that is not known. */
export type UsedCode = Code & { used: number | null };
export type CodeChange = components['schemas']['CodeChange'];
export type CodeCreate = components['schemas']['CodeCreate'];

const USES_MS = 15_000;

export function codesQuery(eventId: string) {
  return queryOptions({
    queryKey: ['codes', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/sale-rules/codes', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    select: ({ data }) => data,
  });
}

export function useCreateCode(eventId: string) {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (body: CodeCreate, key) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/sale-rules/codes', {
          body,
          params: { path: { event_id: eventId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: codesQuery(eventId).queryKey }) },
  );
}

/** How often each code is used, by its id. */
export function codeUsesQuery(eventId: string) {
  return queryOptions({
    queryKey: ['codes', eventId, 'uses'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/code-uses', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    select: ({ data }) => new Map(data.map(({ code_id: id, used }) => [id, used])),
    refetchInterval: USES_MS,
  });
}

/** Orders that were placed with it keep their price. */
export function useChangeCode(eventId: string, codeId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CodeChange) =>
      unwrap(
        api.PATCH('/api/v1/events/{event_id}/sale-rules/codes/{code_id}', {
          body,
          params: { path: { event_id: eventId, code_id: codeId } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: codesQuery(eventId).queryKey }),
  });
}

/** Orders that were placed with it keep their price. */
export function useDeleteCode(eventId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (codeId: string) =>
      unwrap(
        api.DELETE('/api/v1/events/{event_id}/sale-rules/codes/{code_id}', {
          params: { path: { event_id: eventId, code_id: codeId } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: codesQuery(eventId).queryKey }),
  });
}
