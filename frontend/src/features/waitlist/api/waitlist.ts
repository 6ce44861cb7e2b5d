import { queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type WaitlistEntry = components['schemas']['WaitlistEntryRead'];
type WaitlistJoin = components['schemas']['WaitlistJoin'];

const LOOKS_AGAIN_MS = 15_000;

/** A place in a line; looked at again while it can still become something. */
export function waitlistEntryQuery(entryId: string) {
  return queryOptions({
    queryKey: ['waitlist', entryId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/waitlist/{entry_id}', { params: { path: { entry_id: entryId } }, signal }),
      ),
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? LOOKS_AGAIN_MS : false),
  });
}

export function isLive(entry: WaitlistEntry): boolean {
  return entry.status === 'waiting' || entry.status === 'offered';
}

/** Joins the line for a ticket type that is sold out. */
export function useJoinWaitlist() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (body: WaitlistJoin, key) =>
      unwrap(
        api.POST('/api/v1/waitlist', { body, params: { header: { 'idempotency-key': key } } }),
      ),
    {
      onSuccess: (entry) => queries.setQueryData(waitlistEntryQuery(entry.id).queryKey, entry),
      onSettled: () => queries.invalidateQueries({ queryKey: ['availability'] }),
    },
  );
}

/** Turns the offer into a hold, which is then ordered like any other. */
export function useAcceptWaitlistOffer() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (entryId: string, key) =>
      unwrap(
        api.POST('/api/v1/waitlist/{entry_id}/accept', {
          params: { path: { entry_id: entryId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSettled: () => queries.invalidateQueries({ queryKey: ['waitlist'] }) },
  );
}

export function useLeaveWaitlist() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (entryId: string, key) =>
      unwrap(
        api.POST('/api/v1/waitlist/{entry_id}/leave', {
          params: { path: { entry_id: entryId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSettled: () => queries.invalidateQueries({ queryKey: ['waitlist'] }) },
  );
}
