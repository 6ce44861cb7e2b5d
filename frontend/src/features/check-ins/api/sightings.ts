/** A camera sees the same code in many pictures; as long as it stays in view it is one scan. */

export interface Sightings {
  /** Whether `code`, seen at `now` (milliseconds), has just come into view. */
  isNew(code: string, now: number): boolean;
}

/** A code that was not seen for `awayMs` has left: when it comes back it is scanned again. */
export function createSightings(awayMs: number): Sightings {
  const lastSeen = new Map<string, number>();

  return {
    isNew(code, now) {
      for (const [known, seenAt] of lastSeen) {
        if (now - seenAt > awayMs) lastSeen.delete(known);
      }
      const wasInView = lastSeen.has(code);
      lastSeen.set(code, now);
      return !wasInView;
    },
  };
}
