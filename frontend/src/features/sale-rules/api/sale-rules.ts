/** By which rules an event is sold, for those who manage it. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';
import { unwrapVersioned } from '@/lib/api/versioned';

export type SaleRules = components['schemas']['SaleRulesRead'];
export type SaleRulesChange = components['schemas']['SaleRulesChange'];

export function ownSaleRulesQuery(eventId: string) {
  return queryOptions({
    queryKey: ['own-sale-rules', eventId],
    queryFn: ({ signal }) =>
      unwrapVersioned(
        api.GET('/api/v1/events/{event_id}/sale-rules', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
  });
}

/** On the version that was read: nobody overwrites what they have not seen. */
export function useChangeSaleRules(eventId: string, etag: string | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SaleRulesChange) =>
      unwrapVersioned(
        api.PATCH('/api/v1/events/{event_id}/sale-rules', {
          body,
          params: { path: { event_id: eventId }, header: { 'if-match': etag } },
        }),
      ),
    onSuccess: (changed) => {
      queries.setQueryData(ownSaleRulesQuery(eventId).queryKey, changed);
      return queries.invalidateQueries({ queryKey: ['events', 'sale-rules', eventId] });
    },
  });
}
