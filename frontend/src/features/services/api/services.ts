import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type SystemStatus = components['schemas']['SystemStatus'];
export type Service = components['schemas']['ServiceStatus'];
export type Instance = components['schemas']['InstanceStatus'];

const LOOK_AGAIN_MS = 3_000;

/** How the parts of the system do at this moment. */
export function systemStatusQuery() {
  return queryOptions({
    queryKey: ['services', 'status'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/admin/status', { signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export type InstanceHealth = 'ready' | 'starting' | 'failing' | 'silent';

export function healthOf({ ready, circuit }: Instance): InstanceHealth {
  if (circuit === 'silent') return 'silent';
  if (circuit === 'open') return 'failing';
  return ready ? 'ready' : 'starting';
}
