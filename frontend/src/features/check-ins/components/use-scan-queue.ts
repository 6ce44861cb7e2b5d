import { useEffect, useState, useSyncExternalStore } from 'react';

import { sendScan } from '../api/check-ins';
import { createScanQueue, type ScanQueue } from '../api/scan-queue';
import { createScanStore } from '../api/scan-store';

const TRY_AGAIN_MS = 3_000;

let store: ReturnType<typeof createScanStore> | null = null;

/** The scans of this account on this device; what waits is sent as soon as there is an answer again. */
export function useScanQueue(accountId: string): ScanQueue {
  const [queue] = useState(() => {
    store ??= createScanStore();
    return createScanQueue({ accountId, store, send: sendScan });
  });
  const entries = useSyncExternalStore(queue.subscribe, queue.getEntries);
  const isWaiting = entries.some((entry) => entry.status === 'waiting');

  useEffect(() => {
    // A device without a store has nothing to recall.
    queue.recall().catch(() => undefined);
  }, [queue]);

  useEffect(() => {
    if (!isWaiting) return;
    const flush = () => void queue.flush().catch(() => undefined);
    const timer = setInterval(flush, TRY_AGAIN_MS);
    window.addEventListener('online', flush);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', flush);
    };
  }, [queue, isWaiting]);

  return queue;
}
