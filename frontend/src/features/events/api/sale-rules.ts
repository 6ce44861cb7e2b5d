import { queryOptions } from '@tanstack/react-query';

import { publicApi, unwrap } from '@/lib/api/client';

/** What everybody may know of an event's prices, refunds and transfers. */
export function saleRulesQuery(eventId: string) {
  return queryOptions({
    queryKey: ['events', 'sale-rules', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        publicApi.GET('/api/v1/events/{event_id}/sale-rules', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });
}
