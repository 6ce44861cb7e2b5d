import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Staff = components['schemas']['StaffRead'];

export function staffQuery(eventId: string) {
  return queryOptions({
    queryKey: ['staff', eventId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/events/{event_id}/staff', {
          params: { path: { event_id: eventId } },
          signal,
        }),
      ),
    select: ({ data }) => data,
  });
}

export function useInviteStaff(eventId: string) {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (email: string, key) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/staff', {
          body: { email },
          params: { path: { event_id: eventId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: staffQuery(eventId).queryKey }) },
  );
}

export function useRemoveStaff(eventId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (staffId: string) =>
      unwrap(
        api.DELETE('/api/v1/events/{event_id}/staff/{staff_id}', {
          params: { path: { event_id: eventId, staff_id: staffId } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: staffQuery(eventId).queryKey }),
  });
}
