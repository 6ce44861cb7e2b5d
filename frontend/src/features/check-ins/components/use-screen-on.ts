import { useEffect } from 'react';

/** Keeps the screen from going dark while it is mounted, where the device lets a page do so. */
export function useScreenOn() {
  useEffect(() => {
    let isWanted = true;
    let lock: WakeLockSentinel | null = null;

    async function keepOn() {
      if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
      const held = await navigator.wakeLock.request('screen');
      if (isWanted) lock = held;
      else await held.release();
    }
    // A device that saves its battery refuses; and whoever leaves the page loses it until they come back.
    const ask = () => void keepOn().catch(() => undefined);

    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      isWanted = false;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}
