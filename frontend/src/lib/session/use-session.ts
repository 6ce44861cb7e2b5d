import { useSyncExternalStore } from 'react';

import { session } from '@/lib/api/client';

import type { Account, SessionState } from './session';

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.getState);
}

/** Whoever is signed in, or null; also null while that is not known yet. */
export function useAccount(): Account | null {
  const state = useSession();
  return state.status === 'signed_in' ? state.account : null;
}
