import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, session, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Organizer = components['schemas']['OwnOrganizer'];

const MANAGES_EVENTS = ['EventCreator', 'Admin'];
const ROLE_LOOK_MS = 1_000;
const ROLE_LOOKS = 20;

/** The organizers that this account manages. */
export function organizersQuery() {
  return queryOptions({
    queryKey: ['organizers'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/organizers', { params: { query: { limit: 100 } }, signal })),
    select: (page) => page.data,
    staleTime: 60_000,
  });
}

/** Whether the account has the role that everything about events needs; making an organizer gives it. */
export function mayManageEvents(roles: readonly string[]): boolean {
  return MANAGES_EVENTS.some((role) => roles.includes(role));
}

export function useCreateOrganizer() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => {
      const organizer = await unwrap(api.POST('/api/v1/organizers', { body: { name } }));
      await roleArrives();
      return organizer;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: organizersQuery().queryKey }),
  });
}

/** Whoever was invited says that they have come. */
export function useJoinOrganizer(organizerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/organizers/{organizer_id}/join', {
          params: { path: { organizer_id: organizerId } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: organizersQuery().queryKey }),
  });
}

/** The role comes with one of the next tokens, usually the first. */
async function roleArrives() {
  for (let look = 0; look < ROLE_LOOKS; look += 1) {
    const state = session.getState();
    if (state.status !== 'signed_in' || mayManageEvents(state.account.roles)) return;
    await session.renew();
    const renewed = session.getState();
    if (renewed.status === 'signed_in' && mayManageEvents(renewed.account.roles)) return;
    await new Promise((resolve) => setTimeout(resolve, ROLE_LOOK_MS));
  }
}
