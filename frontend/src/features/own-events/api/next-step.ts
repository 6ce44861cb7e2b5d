import type { OwnEventSummary } from './own-events';

/** What its organizer should look at next. */
export type NextStep = 'set_place_and_time' | 'add_tickets' | 'publish' | 'set_new_date' | 'watch';

type Known = Pick<OwnEventSummary, 'status' | 'venue' | 'starts_at' | 'ends_at' | 'doors_at'> & {
  capacity: number;
};

/** Null when there is nothing left to do: the event is over or canceled. */
export function nextStep(event: Known, now: number): NextStep | null {
  const isOver = event.ends_at !== null && Date.parse(event.ends_at) <= now;
  switch (event.status) {
    case 'canceled':
      return null;
    case 'postponed':
      return 'set_new_date';
    case 'published':
      return isOver ? null : 'watch';
    case 'draft': {
      const isPlaced = event.venue !== null && event.starts_at !== null && event.ends_at !== null;
      if (!isPlaced || event.doors_at === null || isOver) return 'set_place_and_time';
      return event.capacity === 0 ? 'add_tickets' : 'publish';
    }
  }
}
