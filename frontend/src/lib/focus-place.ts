import { useEffect, useRef } from 'react';

/** For a place whose content changes with `state`: when what had the focus is gone, the place itself takes it. */
export function useFocusPlace<T extends HTMLElement>(state: string | null | undefined) {
  const place = useRef<T>(null);
  const known = useRef(state);

  useEffect(() => {
    // Undefined: not known yet, so that nothing was there to have the focus.
    const isChange = known.current !== undefined && known.current !== state;
    if (isChange && document.activeElement === document.body) place.current?.focus();
    known.current = state;
  }, [state]);

  return place;
}
