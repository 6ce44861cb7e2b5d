import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type ScanResult = components['schemas']['ScanRead'];
export type StandingCheckIn = components['schemas']['StandingCheckIn'];
export type DoorTicket = components['schemas']['DoorTicket'];

/** The events at whose doors this account may stand. */
export function staffedEventsQuery() {
  return queryOptions({
    queryKey: ['check-ins', 'events'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/check-ins/events', { signal })),
  });
}

/** How many are inside, through every gate: other devices scan too, so it is looked at again and again. */
export function countQuery(eventId: string) {
  return queryOptions({
    queryKey: ['check-ins', 'count', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/check-ins/count', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    refetchInterval: 5_000,
  });
}

/** Tickets of the event by the holder's name, the order's number or the code. */
export function doorTicketsQuery(eventId: string, text: string) {
  return queryOptions({
    queryKey: ['check-ins', 'tickets', eventId, text],
    // Whoever looks for a name without a network is told so, and not kept waiting.
    networkMode: 'always',
    refetchOnReconnect: true,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/check-ins/tickets', {
          params: { path: { event_id: eventId }, query: { q: text } },
          signal,
        }),
      ),
  });
}

export interface Scan {
  /** One per attempt: sending the same scan again is not a second one. */
  scanId: string;
  eventId: string;
  gate: string;
  /** What was read, or the ticket that was found by name. */
  code?: string;
  ticketId?: string;
  /** Why it is to be admitted all the same. */
  overrideReason?: string;
}

export function newScan(scan: Omit<Scan, 'scanId'>): Scan {
  return { ...scan, scanId: crypto.randomUUID(), gate: scan.gate.trim() };
}

/** `scannedAt`: of a scan that waited, by this device's clock. The server's is better, so others are of when they come. */
export function sendScan(scan: Scan, scannedAt?: number): Promise<ScanResult> {
  return unwrap(
    api.POST('/api/v1/check-ins', {
      body: {
        scan_id: scan.scanId,
        event_id: scan.eventId,
        code: scan.code,
        ticket_id: scan.ticketId,
        ...(scan.gate && { gate: scan.gate }),
        override_reason: scan.overrideReason,
        ...(scannedAt !== undefined && { scanned_at: new Date(scannedAt).toISOString() }),
      },
    }),
  );
}

export interface Undo {
  checkInId: string;
  reason: string;
}

export function useUndoCheckIn(eventId: string) {
  const lookAgain = useLookAgain(eventId);
  return useIdempotentMutation(
    ({ checkInId, reason }: Undo, key) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/check-ins/{check_in_id}/undo', {
          params: {
            path: { event_id: eventId, check_in_id: checkInId },
            header: { 'idempotency-key': key },
          },
          body: { reason },
        }),
      ),
    { onSuccess: lookAgain },
  );
}

/** Admits a ticket that was found by name; the reason is kept with the check-in. */
export function useAdmitWithoutCode(eventId: string) {
  const lookAgain = useLookAgain(eventId);
  return useMutation({ mutationFn: (scan: Scan) => sendScan(scan), onSuccess: lookAgain });
}

/** After a scan the counts and what a search has found are not as they were. */
export function useLookAgain(eventId: string) {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['check-ins', 'count', eventId] });
    void queries.invalidateQueries({ queryKey: ['check-ins', 'tickets', eventId] });
  };
}
