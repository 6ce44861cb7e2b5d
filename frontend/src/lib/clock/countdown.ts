import { useEffect, useState } from 'react';

import { serverClock } from './server-clock';

/** Whole seconds until `deadline` (RFC 3339), rounded up so that 0 means that it has passed; never below 0. */
export function secondsUntil(deadline: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(deadline) - now) / 1000));
}

/** 605 → "10:05"; from an hour on "1:00:05". */
export function clockFace(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds until `deadline` by the server's clock, counting down while the component is shown. */
export function useCountdown(deadline: string): number {
  const [, redraw] = useState(0);
  const left = secondsUntil(deadline, serverClock.now());

  useEffect(() => {
    // A quarter of a second, not a whole one: a timer that drifts would skip a number now and then.
    const timer = setInterval(() => redraw((count) => count + 1), 250);
    return () => clearInterval(timer);
  }, [deadline]);

  return left;
}
