import { useMutation } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type CheckIn = components['schemas']['CheckInRead'];

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
