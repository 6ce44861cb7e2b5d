import { queryOptions, useMutation } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type ScanResult = components['schemas']['ScanRead'];

/** The events at whose doors this account may stand. */
export function staffedEventsQuery() {
  return queryOptions({
    queryKey: ['check-ins', 'events'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/check-ins/events', { signal })),
  });
}

export interface Scan {
  /** One per attempt: sending the same scan again is not a second one. */
  scanId: string;
  eventId: string;
  code: string;
  gate: string;
}

export function newScan(eventId: string, code: string, gate: string): Scan {
  return { scanId: crypto.randomUUID(), eventId, code: code.trim(), gate: gate.trim() };
}

export function useCheckIn() {
  return useMutation({
    mutationFn: ({ scanId, eventId, code, gate }: Scan) =>
      unwrap(
        api.POST('/api/v1/check-ins', {
          body: { scan_id: scanId, event_id: eventId, code, ...(gate && { gate }) },
        }),
      ),
  });
}
