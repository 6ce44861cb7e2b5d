import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Analytics = components['schemas']['AnalyticsRead'];
export type DayFigures = components['schemas']['DayFigures'];
export type CheckInSpan = components['schemas']['CheckInSpan'];

/** The figures are a few seconds old by themselves; asking this often shows each sale while one watches. */
const WATCH_MS = 5_000;

export function analyticsQuery(eventId: string, options: { watch?: boolean } = {}) {
  return queryOptions({
    queryKey: ['analytics', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/analytics', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    refetchInterval: options.watch ? WATCH_MS : false,
  });
}

/** Tickets that are sold and were not given back, by the ids of their types. */
export function soldByType({ ticket_types: types }: Analytics): Record<string, number> {
  return Object.fromEntries(
    types.map(({ ticket_type_id: id, sold, returned }) => [id, sold - returned]),
  );
}
