import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, session, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';
import { keepZone } from '@/lib/i18n/reader-zone';

export type Profile = components['schemas']['ProfileRead'];
export type ProfileChange = components['schemas']['ProfileChange'];
export type Settings = components['schemas']['SettingsRead'];
export type SettingsChange = components['schemas']['SettingsChange'];

export function profileQuery() {
  return queryOptions({
    queryKey: ['profiles', 'profile'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/users/me', { signal })),
  });
}

export function settingsQuery() {
  return queryOptions({
    queryKey: ['profiles', 'settings'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/users/me/settings', { signal })),
  });
}

export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ProfileChange) => unwrap(api.PATCH('/api/v1/users/me', { body })),
    onSuccess: (profile) => {
      queries.setQueryData(profileQuery().queryKey, profile);
      session.rename(profile.name);
    },
  });
}

export function useChangeSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SettingsChange) => unwrap(api.PATCH('/api/v1/users/me/settings', { body })),
    onSuccess: (settings) => {
      queries.setQueryData(settingsQuery().queryKey, settings);
      keepZone(settings.time_zone);
    },
  });
}
