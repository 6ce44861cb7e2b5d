/** The zone of moments that are no event's, such as a purchase: as the account's settings say, else as the device does. */
const KEPT = 'time-zone';
/** What an account has whose owner has chosen nothing. */
export const AS_THE_DEVICE = 'UTC';

const listeners = new Set<() => void>();

/** Undefined: the device's. */
export function readerZone(): string | undefined {
  return localStorage.getItem(KEPT) || undefined;
}

/** Whether this browser has been told what the account's settings say. */
export function isZoneKnown(): boolean {
  return localStorage.getItem(KEPT) !== null;
}

/** As the settings say it. What this browser does not know is left to the device. */
export function keepZone(zone: string) {
  keep(zone === AS_THE_DEVICE || !isSpoken(zone) ? '' : zone);
}

export function forgetZone() {
  keep(null);
}

export function subscribeToZone(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function keep(zone: string | null) {
  if (zone === localStorage.getItem(KEPT)) return;
  if (zone === null) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, zone);
  listeners.forEach((listener) => listener());
}

function isSpoken(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
