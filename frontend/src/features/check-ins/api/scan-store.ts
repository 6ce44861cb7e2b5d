/** Scans that nobody has decided yet, kept on this device so that neither a dead network nor a closed tab loses them. */
import { type DBSchema, openDB } from 'idb';

import type { Scan } from './check-ins';

export interface KeptScan {
  scan: Scan;
  /** Whose scan it is: only they may send it. */
  accountId: string;
  /** When it was scanned, by this device's clock; milliseconds since 1970. */
  scannedAt: number;
}

export interface ScanStore {
  list(accountId: string): Promise<KeptScan[]>;
  keep(kept: KeptScan): Promise<void>;
  forget(scanId: string): Promise<void>;
}

interface Schema extends DBSchema {
  scans: { key: string; value: KeptScan; indexes: { accountId: string } };
}

export function createScanStore(): ScanStore {
  const opened = openDB<Schema>('check-ins', 1, {
    upgrade(database) {
      const scans = database.createObjectStore('scans', { keyPath: 'scan.scanId' });
      scans.createIndex('accountId', 'accountId');
    },
  });

  return {
    async list(accountId) {
      const scans = await (await opened).getAllFromIndex('scans', 'accountId', accountId);
      return scans.sort((one, other) => one.scannedAt - other.scannedAt);
    },
    async keep(kept) {
      await (await opened).put('scans', kept);
    },
    async forget(scanId) {
      await (await opened).delete('scans', scanId);
    },
  };
}
