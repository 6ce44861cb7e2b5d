/**
 * Every scan on its way to a decision. It is kept on the device before it is sent and forgotten when it is decided, so
 * that one made without a network is sent when there is one again; its id makes a repeat harmless.
 */
import { ApiError } from '@/lib/api/problem';

import type { Scan, ScanResult } from './check-ins';
import type { KeptScan, ScanStore } from './scan-store';

export type Entry = { scan: Scan; scannedAt: number } & (
  | { status: 'checking' }
  /** Nobody has decided it yet: the server could not be asked. */
  | { status: 'waiting' }
  /** `wasWaiting`: decided after whoever showed it has gone in or away. */
  | { status: 'decided'; result: ScanResult; wasWaiting: boolean }
  /** The check-in that it told of was undone: its ticket can be used again. */
  | { status: 'taken_back'; result: ScanResult }
  /** The server will never decide it, such as when this account is no longer staff. */
  | { status: 'rejected'; error: unknown }
);

interface QueueParts {
  accountId: string;
  store: ScanStore;
  send: (scan: Scan, scannedAt?: number) => Promise<ScanResult>;
  now?: () => number;
}

const SHOWN = 30;

export type ScanQueue = ReturnType<typeof createScanQueue>;

/**
 * Whether it turned out, after its holder had gone, that they were not to be admitted, or that somebody else came in with
 * their ticket too: somebody has to see that.
 */
export function isAmissLate(entry: Entry): entry is Extract<Entry, { status: 'decided' }> {
  if (entry.status !== 'decided' || !entry.wasWaiting) return false;
  return entry.result.result === 'refused' || Boolean(entry.result.replaced);
}

export function createScanQueue({ accountId, store, send, now = Date.now }: QueueParts) {
  /** The newest first. */
  let entries: Entry[] = [];
  let flushing: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  function show(entry: Entry) {
    const isKnown = entries.some((known) => known.scan.scanId === entry.scan.scanId);
    const next = isKnown
      ? entries.map((known) => (known.scan.scanId === entry.scan.scanId ? entry : known))
      : [entry, ...entries];
    entries = next.filter(
      (known, place) => place < SHOWN || known.status === 'waiting' || isAmissLate(known),
    );
    listeners.forEach((listener) => listener());
  }

  /** During an upgrade a server may answer that knows no moments yet; it decides the scan as one of now. */
  async function sendLate(scan: Scan, scannedAt: number): Promise<ScanResult> {
    try {
      return await send(scan, scannedAt);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 422) throw error;
      return send(scan);
    }
  }

  /** Whether the server could be asked. */
  async function decide(kept: KeptScan, wasWaiting: boolean): Promise<boolean> {
    const { scan, scannedAt } = kept;
    try {
      const result = await (wasWaiting ? sendLate(scan, scannedAt) : send(scan));
      show({ scan, scannedAt, status: 'decided', result, wasWaiting });
    } catch (error) {
      const mayStillBeDecided =
        !(error instanceof ApiError) || error.isTransient || error.status === 401;
      if (mayStillBeDecided) {
        show({ scan, scannedAt, status: 'waiting' });
        return false;
      }
      show({ scan, scannedAt, status: 'rejected', error });
    }
    await store.forget(scan.scanId);
    return true;
  }

  async function sendWaiting() {
    for (const kept of await store.list(accountId)) {
      const shown = entries.find((entry) => entry.scan.scanId === kept.scan.scanId);
      if (shown?.status === 'checking') continue;
      if (!(await decide(kept, true))) return;
    }
  }

  return {
    async submit(scan: Scan): Promise<Entry> {
      const kept = { scan, accountId, scannedAt: now() };
      show({ ...kept, status: 'checking' });
      // A device that cannot keep anything still asks.
      await store.keep(kept).catch(() => undefined);
      await decide(kept, false);
      return entries.find((entry) => entry.scan.scanId === scan.scanId)!;
    },
    /** Sends what waits, the oldest first, until there is no answer. One run at a time. */
    flush(): Promise<void> {
      flushing ??= sendWaiting().finally(() => (flushing = null));
      return flushing;
    },
    /** Shows what an earlier visit to this page left undecided. */
    async recall() {
      for (const { scan, scannedAt } of await store.list(accountId)) {
        const isShown = entries.some((entry) => entry.scan.scanId === scan.scanId);
        if (!isShown) show({ scan, scannedAt, status: 'waiting' });
      }
    },
    /** Whatever was said of that check-in is not so any more. */
    takeBack(checkInId: string) {
      for (const entry of entries) {
        if (entry.status !== 'decided' || entry.result.check_in?.id !== checkInId) continue;
        const { scan, scannedAt, result } = entry;
        show({ scan, scannedAt, status: 'taken_back', result });
      }
    },
    /** Somebody has looked after those that turned out amiss late. */
    markSeen(eventId: string) {
      for (const entry of entries.filter((one) => one.scan.eventId === eventId)) {
        if (isAmissLate(entry)) show({ ...entry, wasWaiting: false });
      }
    },
    getEntries: () => entries,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
