/** Whose tickets this device keeps copies of. Small, for every page asks: the copies themselves are in `kept-tickets.ts`. */
import type { Session } from '@/lib/session/session';

export const KEPT_TICKETS = 'kept-tickets';
const KEPT_OF = 'tickets-kept-of';

export function keptOf(): string | null {
  return localStorage.getItem(KEPT_OF);
}

/** Before the first copy is written, so that a page that is closed meanwhile leaves none that nobody clears away. */
export function keepFor(accountId: string) {
  localStorage.setItem(KEPT_OF, accountId);
}

/**
 * Clears the copies away as soon as they are nobody's: at logging out, when the server ends the session, when somebody
 * else logs in. As long as it is not known who is here (no network), they stay.
 */
export function clearWhenNobodys(session: Pick<Session, 'getState' | 'subscribe'>): () => void {
  const look = () => {
    const state = session.getState();
    const owner = keptOf();
    if (owner === null || state.status === 'unknown') return;
    if (state.status === 'signed_in' && state.account.id === owner) return;
    // Forgotten once they are gone: until then the next page tries again.
    const deleted = indexedDB.deleteDatabase(KEPT_TICKETS);
    deleted.onsuccess = () => {
      if (keptOf() === owner) localStorage.removeItem(KEPT_OF);
    };
  };
  look();
  return session.subscribe(look);
}
