/** What date fields hold (YYYY-MM-DDTHH:mm on a clock in the venue's zone) and the moments that the API speaks of. */

// Nothing else: browsers read almost anything as a date.
const WALL_CLOCK = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** `moment` (RFC 3339) as a field shows it; empty for none. */
export function toVenueInput(moment: string | null | undefined, timeZone: string): string {
  if (!moment) return '';
  return wallClock(new Date(moment), timeZone);
}

/** The moment at which a clock in the zone shows what the field holds; null for an empty field. */
export function fromVenueInput(field: string, timeZone: string): string | null {
  if (!WALL_CLOCK.test(field)) return null;
  const asUtc = Date.parse(`${field}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  let moment = asUtc - offsetAt(asUtc, timeZone);
  moment = asUtc - offsetAt(moment, timeZone);
  return new Date(moment).toISOString();
}

function wallClock(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** By how many milliseconds the zone's clocks are ahead of UTC. */
function offsetAt(moment: number, timeZone: string): number {
  const wholeMinutes = Math.floor(moment / 60_000) * 60_000;
  return Date.parse(`${wallClock(new Date(wholeMinutes), timeZone)}:00Z`) - wholeMinutes;
}

/** All zones that this browser knows, the reader's own among them. */
export function timeZones(): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
}
