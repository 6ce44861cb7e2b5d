/**
 * The server's clock as this page knows it. A hold runs out by the server's time, and the clock of a phone may be wrong
 * by hours, so every answer that was made just now narrows what the difference can be.
 */

interface Bounds {
  least: number;
  most: number;
}

export interface ServerClock {
  /** Milliseconds since 1970 by the server's clock. */
  now(): number;
  /** Learn from an answer: its `Date` header and when, on this page's clock, the request left and the answer came. */
  observe(dateHeader: string | null, sentAt: number, receivedAt: number): void;
  /** This page's own clock, for `observe`. */
  local(): number;
}

/** `local` must never jump; a wall clock may, when the owner of the device corrects it. */
export function createServerClock(local: () => number): ServerClock {
  let bounds: Bounds | null = null;

  function observe(dateHeader: string | null, sentAt: number, receivedAt: number) {
    const stamped = dateHeader === null ? NaN : Date.parse(dateHeader);
    if (Number.isNaN(stamped)) return;
    // The header counts whole seconds: it was written between `stamped` and a second later, and after the request
    // left and before the answer came.
    const seen = { least: stamped - receivedAt, most: stamped + 1000 - sentAt };
    bounds = intersect(bounds, seen) ?? seen;
  }

  function now() {
    const offset = bounds === null ? 0 : (bounds.least + bounds.most) / 2;
    return local() + offset;
  }

  return { now, observe, local };
}

/** What both allow; null if they contradict each other, which means that a clock was set. */
function intersect(one: Bounds | null, other: Bounds): Bounds | null {
  if (one === null) return null;
  const least = Math.max(one.least, other.least);
  const most = Math.min(one.most, other.most);
  return least <= most ? { least, most } : null;
}

export const serverClock = createServerClock(() => performance.timeOrigin + performance.now());
