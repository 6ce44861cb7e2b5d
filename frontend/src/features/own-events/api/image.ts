import { queryOptions, useMutation } from '@tanstack/react-query';

import { api, fetchFile, unwrap } from '@/lib/api/client';

import { useRefreshOwnEvent } from './own-events';

export const IMAGE_KINDS = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const MOST_IMAGE_BYTES = 5 * 1024 * 1024;

/** Why a chosen file cannot be sent, as far as the browser can tell. */
export function imageFault(file: Pick<File, 'type' | 'size'>): 'kind' | 'size' | null {
  if (!IMAGE_KINDS.some((kind) => kind === file.type)) return 'kind';
  return file.size > MOST_IMAGE_BYTES ? 'size' : null;
}

/** The image of a draft, for <img>, which cannot send the token that the address needs. */
export function draftImageQuery(address: string) {
  return queryOptions({
    queryKey: ['own-events', 'image', address],
    queryFn: async ({ signal }) => URL.createObjectURL(await fetchFile(address, signal)),
    // Another image has another address.
    staleTime: Infinity,
    gcTime: Infinity,
  });
}

export function usePutImage(eventId: string) {
  const refresh = useRefreshOwnEvent();
  return useMutation({
    mutationFn: (file: File) =>
      unwrap(
        api.PUT('/api/v1/events/{event_id}/image', {
          params: { path: { event_id: eventId } },
          // The document calls the bytes of a file a string.
          body: file as unknown as string,
          bodySerializer: (bytes) => bytes,
          headers: { 'Content-Type': file.type },
        }),
      ),
    onSuccess: () => refresh(eventId),
  });
}

export function useDeleteImage(eventId: string) {
  const refresh = useRefreshOwnEvent();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.DELETE('/api/v1/events/{event_id}/image', { params: { path: { event_id: eventId } } }),
      ),
    onSuccess: () => refresh(eventId),
  });
}
