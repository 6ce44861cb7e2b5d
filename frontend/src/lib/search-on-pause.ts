import { useDebouncedCallback } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

export const SEARCH_AFTER_MS = 350;

/**
 * Searches when one pauses in typing. Whoever leaves for another page within that time stays away:
 * a list is still there while the next page loads, and its search would lead back to it.
 */
export function useSearchOnPause(onSearch: (text: string) => void): (text: string) => void {
  const router = useRouter();
  const search = useDebouncedCallback(onSearch, SEARCH_AFTER_MS);
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ pathChanged }) => {
        if (pathChanged) search.cancel();
      }),
    [router, search],
  );
  return search;
}
