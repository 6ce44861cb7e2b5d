import { queryOptions } from '@tanstack/react-query';

import { publicApi, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Availability = components['schemas']['AvailabilityRead'];
export type TypeAvailability = Availability['ticket_types'][number];
export type SaleStatus = Availability['sale_status'];

export const FRESH_MS = 10_000;

export function availabilityQuery(eventId: string) {
  return queryOptions({
    queryKey: ['availability', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        publicApi.GET('/api/v1/events/{event_id}/availability', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  });
}

/** Whether a hold can be asked for right now. */
export function isOnSale(status: SaleStatus): boolean {
  return status === 'on_sale' || status === 'few_left';
}
