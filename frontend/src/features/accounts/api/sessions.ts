import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type SignedInSession = components['schemas']['SessionRead'];

/** Where this account is signed in. */
export function sessionsQuery() {
  return infiniteQueryOptions({
    queryKey: ['accounts', 'sessions'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/v1/auth/sessions', { params: { query: { after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useRevokeSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) =>
      unwrap(
        api.DELETE('/api/v1/auth/sessions/{session_id}', {
          params: { path: { session_id: sessionId } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  });
}

export interface PasswordChange {
  current_password: string;
  password: string;
}

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: PasswordChange) =>
      unwrap(api.POST('/api/v1/auth/change-password', { body })),
    // The others have ended.
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  });
}
