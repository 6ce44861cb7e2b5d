import { useMutation } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

import { useRefreshOwnEvent } from './own-events';

/** Makes a draft public, or has a postponed event take place after all. */
export function usePublish(eventId: string) {
  const refresh = useRefreshOwnEvent();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/publish', { params: { path: { event_id: eventId } } }),
      ),
    onSuccess: () => refresh(eventId),
  });
}

export interface Postponement {
  reason: string;
  /** All three or none. */
  times: { doors_at: string; starts_at: string; ends_at: string } | null;
}

export function usePostpone(eventId: string) {
  const refresh = useRefreshOwnEvent();
  return useMutation({
    mutationFn: ({ reason, times }: Postponement) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/postpone', {
          body: { reason, ...times },
          params: { path: { event_id: eventId } },
        }),
      ),
    onSuccess: () => refresh(eventId),
  });
}

export function useCancelEvent(eventId: string) {
  const refresh = useRefreshOwnEvent();
  return useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/cancel', {
          body: { reason },
          params: { path: { event_id: eventId } },
        }),
      ),
    onSuccess: () => refresh(eventId),
  });
}
