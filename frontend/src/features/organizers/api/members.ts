/** Who manages an organizer, and what it is called. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

import { organizersQuery } from './organizers';

export type Member = components['schemas']['MemberRead'];

export function membersQuery(organizerId: string) {
  return queryOptions({
    queryKey: ['organizers', organizerId, 'members'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/organizers/{organizer_id}/members', {
          params: { path: { organizer_id: organizerId } },
          signal,
        }),
      ),
    select: ({ data }) => data,
  });
}

export function useInviteMember(organizerId: string) {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (email: string, key) =>
      unwrap(
        api.POST('/api/v1/organizers/{organizer_id}/members', {
          body: { email },
          params: { path: { organizer_id: organizerId }, header: { 'idempotency-key': key } },
        }),
      ),
    {
      onSuccess: () => queries.invalidateQueries({ queryKey: membersQuery(organizerId).queryKey }),
    },
  );
}

export function useRemoveMember(organizerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string) =>
      unwrap(
        api.DELETE('/api/v1/organizers/{organizer_id}/members/{member_id}', {
          params: { path: { organizer_id: organizerId, member_id: memberId } },
        }),
      ),
    // Whoever removes themselves manages it no more.
    onSuccess: () => queries.invalidateQueries({ queryKey: organizersQuery().queryKey }),
  });
}

/** Its events show the new name. */
export function useRenameOrganizer(organizerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        api.PATCH('/api/v1/organizers/{organizer_id}', {
          body: { name },
          params: { path: { organizer_id: organizerId } },
        }),
      ),
    onSuccess: () =>
      Promise.all(
        ['organizers', 'own-events', 'events'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
