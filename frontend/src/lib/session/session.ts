/**
 * Who is signed in. The access token lives in this module's memory and nowhere else; what survives a reload is the
 * refresh cookie, which no script can read. Storage holds only the fact that there may be one, so that a visitor who
 * never signed in causes no request.
 */
import type { components } from '@/lib/api/schema';

export type Account = components['schemas']['AccountRead'];
type SignedIn = components['schemas']['AccessGrant'];

export type SessionState =
  | { status: 'unknown'; isUnreachable?: boolean }
  | { status: 'signed_out' }
  | { status: 'signed_in'; account: Account };

/** Asks the server for a new access token by cookie; null when it knows no such session. Throws when it cannot tell. */
type Refresh = () => Promise<SignedIn | null>;

interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export const SESSION_HINT = 'may-have-session';
const RENEW_BEFORE_EXPIRY_MS = 20_000;

export function createSession(askForToken: Refresh, memory: Memory, now: () => number = Date.now) {
  let state: SessionState = { status: memory.getItem(SESSION_HINT) ? 'unknown' : 'signed_out' };
  let token: { value: string; renewAt: number } | null = null;
  let refreshing: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  function become(next: SessionState) {
    state = next;
    listeners.forEach((listener) => listener());
  }

  function signIn(grant: SignedIn) {
    token = {
      value: grant.access_token,
      renewAt: now() + grant.expires_in * 1000 - RENEW_BEFORE_EXPIRY_MS,
    };
    memory.setItem(SESSION_HINT, 'yes');
    become({ status: 'signed_in', account: grant.account });
  }

  function signOut() {
    token = null;
    memory.removeItem(SESSION_HINT);
    become({ status: 'signed_out' });
  }

  /** One refresh at a time, however many callers: a second one would present a token that is already used. */
  function refresh(): Promise<void> {
    refreshing ??= askForToken()
      .then((grant) => (grant ? signIn(grant) : signOut()))
      .catch((error: unknown) => {
        if (state.status === 'unknown') become({ status: 'unknown', isUnreachable: true });
        throw error;
      })
      .finally(() => (refreshing = null));
    return refreshing;
  }

  /** The token to send, renewed first when it is about to expire; null when nobody is signed in. */
  async function accessToken(): Promise<string | null> {
    if (state.status === 'signed_out') return null;
    if (token === null || now() >= token.renewAt) await refresh();
    return token?.value ?? null;
  }

  /** A token other than `rejected`, which the server just refused. */
  async function accessTokenAfter(rejected: string): Promise<string | null> {
    if (token?.value === rejected) token = null;
    return accessToken();
  }

  return {
    signIn,
    signOut,
    /** Another token and with it the account as it is now, with the roles that it was given meanwhile. */
    renew: refresh,
    accessToken,
    accessTokenAfter,
    /** The state, known for sure: asks the server if this page has only the hint. */
    async settle(): Promise<SessionState> {
      if (state.status === 'unknown') await refresh();
      return state;
    },
    /** What the person calls themselves from now on; the server says so with the next token. */
    rename(name: string) {
      if (state.status === 'signed_in') become({ ...state, account: { ...state.account, name } });
    },
    getState: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export type Session = ReturnType<typeof createSession>;
