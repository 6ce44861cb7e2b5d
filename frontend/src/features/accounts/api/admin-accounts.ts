import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type AdminAccount = components['schemas']['AccountAdminRead'];
export type GrantedRole = components['schemas']['RoleGrant']['role'];

export const GRANTED_ROLES: GrantedRole[] = ['Admin', 'EventCreator', 'Operator'];

/** All accounts, or those whose address begins with `email`. */
export function adminAccountsQuery(email: string) {
  return infiniteQueryOptions({
    queryKey: ['accounts', 'all', email],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/admin/accounts', {
          params: { query: { after: pageParam, ...(email && { email }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** What has to be done so that somebody who has `before` has `after`. */
export function roleChanges(before: readonly string[], after: readonly GrantedRole[]) {
  return {
    granted: after.filter((role) => !before.includes(role)),
    withdrawn: GRANTED_ROLES.filter((role) => before.includes(role) && !after.includes(role)),
  };
}

interface RolesWish {
  account: AdminAccount;
  roles: GrantedRole[];
}

/** Grants before it withdraws: the last admin can hand over in one go. */
export function useSetRoles() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ account, roles }: RolesWish) => {
      const path = { account_id: account.id };
      const { granted, withdrawn } = roleChanges(account.roles, roles);
      for (const role of granted) {
        await unwrap(
          api.POST('/api/v1/admin/accounts/{account_id}/roles', {
            params: { path },
            body: { role },
          }),
        );
      }
      for (const role of withdrawn) {
        await unwrap(
          api.DELETE('/api/v1/admin/accounts/{account_id}/roles/{role}', {
            params: { path: { ...path, role } },
          }),
        );
      }
    },
    // Some may have been changed before one was refused.
    onSettled: () => queries.invalidateQueries({ queryKey: ['accounts', 'all'] }),
  });
}
