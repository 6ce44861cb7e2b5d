import { expect, test } from 'vitest';

import { toApiError, unreachable } from '@/lib/api/problem';

import type { Scan, ScanResult } from './check-ins';
import { createScanQueue, isAmissLate } from './scan-queue';
import type { KeptScan, ScanStore } from './scan-store';

const ME = 'usr_1';

function memory(): ScanStore & { kept: Map<string, KeptScan> } {
  const kept = new Map<string, KeptScan>();
  return {
    kept,
    list: async (accountId) => [...kept.values()].filter((scan) => scan.accountId === accountId),
    keep: async (scan) => void kept.set(scan.scan.scanId, scan),
    forget: async (scanId) => void kept.delete(scanId),
  };
}

const scan = (scanId: string): Scan => ({ scanId, eventId: 'evt_1', gate: 'North', code: 'CODE' });

function admitted(scanId: string): ScanResult {
  return {
    scan_id: scanId,
    result: 'admitted',
    reason: null,
    ticket: null,
    check_in: null,
    replaced: null,
    can_override: false,
    scanned_at: '2027-05-01T18:00:00.000Z',
  };
}

test('a scan that is decided is not kept any longer', async () => {
  const store = memory();
  const queue = createScanQueue({ accountId: ME, store, send: async (s) => admitted(s.scanId) });
  const entry = await queue.submit(scan('a'));
  expect(entry).toMatchObject({ status: 'decided', wasWaiting: false });
  expect(store.kept.size).toBe(0);
});

test('what was scanned without a network is kept and sent in order when there is one again', async () => {
  const store = memory();
  const sent: string[] = [];
  let isOnline = false;
  const send = async (s: Scan) => {
    if (!isOnline) throw unreachable(null);
    sent.push(s.scanId);
    return admitted(s.scanId);
  };
  const queue = createScanQueue({ accountId: ME, store, send });
  await queue.submit(scan('a'));
  await queue.submit(scan('b'));
  expect(queue.getEntries().map((entry) => entry.status)).toEqual(['waiting', 'waiting']);
  isOnline = true;
  await Promise.all([queue.flush(), queue.flush()]);
  expect(sent).toEqual(['a', 'b']);
  expect(queue.getEntries()[0]).toMatchObject({ status: 'decided', wasWaiting: true });
  expect(store.kept.size).toBe(0);
});

test('a page that was closed finds what it left undecided, and only its own account sends it', async () => {
  const store = memory();
  const offline = async () => Promise.reject(unreachable(null));
  await createScanQueue({ accountId: ME, store, send: offline }).submit(scan('a'));
  const another = createScanQueue({
    accountId: 'usr_2',
    store,
    send: async (s) => admitted(s.scanId),
  });
  await another.recall();
  await another.flush();
  expect(another.getEntries()).toEqual([]);
  const again = createScanQueue({ accountId: ME, store, send: async (s) => admitted(s.scanId) });
  await again.recall();
  expect(again.getEntries()).toMatchObject([{ status: 'waiting' }]);
  await again.flush();
  expect(again.getEntries()).toMatchObject([{ status: 'decided' }]);
});

test('what the server refuses for good is told and not sent for ever', async () => {
  const store = memory();
  const problem = toApiError(new Response(null, { status: 404 }), { code: 'event_not_staffed' });
  const queue = createScanQueue({ accountId: ME, store, send: () => Promise.reject(problem) });
  expect(await queue.submit(scan('a'))).toMatchObject({ status: 'rejected', error: problem });
  expect(store.kept.size).toBe(0);
});

test('a device that cannot keep scans still asks the server', async () => {
  const store = { ...memory(), keep: () => Promise.reject(new Error('no space')) };
  const queue = createScanQueue({ accountId: ME, store, send: async (s) => admitted(s.scanId) });
  expect(await queue.submit(scan('a'))).toMatchObject({ status: 'decided' });
});

test('once a check-in is taken back no scan says any more that its ticket is used', async () => {
  const checkIn = { id: 'ci_1', at: '2027-05-01T18:00:00.000Z', gate: 'North', overrode: null };
  const queue = createScanQueue({
    accountId: ME,
    store: memory(),
    send: async (s) => ({ ...admitted(s.scanId), check_in: s.scanId === 'other' ? null : checkIn }),
  });
  for (const id of ['first', 'second', 'other']) await queue.submit(scan(id));
  queue.takeBack('ci_1');
  expect(queue.getEntries().map(({ status }) => status)).toEqual([
    'decided',
    'taken_back',
    'taken_back',
  ]);
});

test('the server is told when a scan was made only if it had to wait', async () => {
  const store = memory();
  const sent: [string, number | undefined][] = [];
  let isOnline = true;
  const send = async (s: Scan, scannedAt?: number) => {
    sent.push([s.scanId, scannedAt]);
    if (!isOnline) throw unreachable(null);
    return admitted(s.scanId);
  };
  const queue = createScanQueue({ accountId: ME, store, send, now: () => 1_800_000_000_000 });
  await queue.submit(scan('a'));
  isOnline = false;
  await queue.submit(scan('b'));
  isOnline = true;
  await queue.flush();
  expect(sent).toEqual([
    ['a', undefined],
    ['b', undefined],
    ['b', 1_800_000_000_000],
  ]);
});

test('a server that knows no moments yet is asked without one', async () => {
  const sent: (number | undefined)[] = [];
  let isOnline = false;
  const send = async (s: Scan, scannedAt?: number) => {
    sent.push(scannedAt);
    if (!isOnline) throw unreachable(null);
    if (scannedAt !== undefined) throw toApiError(new Response(null, { status: 422 }), null);
    return admitted(s.scanId);
  };
  const queue = createScanQueue({
    accountId: ME,
    store: memory(),
    send,
    now: () => 1_800_000_000_000,
  });
  await queue.submit(scan('a'));
  isOnline = true;
  await queue.flush();
  expect(sent).toEqual([undefined, 1_800_000_000_000, undefined]);
  expect(queue.getEntries()).toMatchObject([{ status: 'decided', wasWaiting: true }]);
});

test('a scan that took the place of a later check-in is to be looked after, but only when it had waited', async () => {
  const replaced = { id: 'ci_1', at: '2027-05-01T18:30:00.000Z', gate: 'South', overrode: null };
  let isOnline = false;
  const send = async (s: Scan): Promise<ScanResult> => {
    if (!isOnline) throw unreachable(null);
    return { ...admitted(s.scanId), replaced: s.scanId === 'first' ? replaced : null };
  };
  const queue = createScanQueue({ accountId: ME, store: memory(), send });
  for (const id of ['first', 'other']) await queue.submit(scan(id));
  isOnline = true;
  await queue.flush();
  expect(queue.getEntries().filter(isAmissLate)).toMatchObject([{ scan: { scanId: 'first' } }]);
  queue.markSeen('evt_1');
  expect(queue.getEntries().filter(isAmissLate)).toEqual([]);
});

test('what was refused late stays until somebody has looked, however many come after it', async () => {
  let isOnline = false;
  const send = async (s: Scan): Promise<ScanResult> => {
    if (!isOnline) throw unreachable(null);
    const result = s.scanId === 'copy' ? 'refused' : 'admitted';
    return { ...admitted(s.scanId), result };
  };
  const queue = createScanQueue({ accountId: ME, store: memory(), send });
  await queue.submit(scan('copy'));
  isOnline = true;
  await queue.flush();
  for (let place = 0; place < 40; place += 1) await queue.submit(scan(`later-${place}`));
  expect(queue.getEntries().filter(isAmissLate)).toHaveLength(1);
  queue.markSeen('evt_1');
  expect(queue.getEntries().filter(isAmissLate)).toHaveLength(0);
  await queue.submit(scan('last'));
  expect(queue.getEntries()).toHaveLength(30);
});
