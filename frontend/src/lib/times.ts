/** Event times are shown in the venue's zone with its name, whatever zone the reader is in. */

export interface VenueTime {
  weekday: string;
  day: string;
  month: string;
  date: string;
  time: string;
  zone: string;
}

/** Every part of `moment` (RFC 3339) as a clock at the venue shows it; `timeZone` is an IANA name. */
export function venueTime(moment: string, timeZone: string, locale: string): VenueTime {
  const at = new Date(moment);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at);
  return {
    weekday: format({ weekday: 'short' }),
    day: format({ day: 'numeric' }),
    month: format({ month: 'short' }),
    date: format({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }),
    time: format({ hour: '2-digit', minute: '2-digit' }),
    zone: zoneName(at, timeZone, locale),
  };
}

/** Whether two moments fall on one day at the venue, so that an end need not repeat the date. */
export function isSameVenueDay(one: string, other: string, timeZone: string): boolean {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone });
  return day.format(new Date(one)) === day.format(new Date(other));
}

/** A moment in the reader's own zone: for what happened to them, such as a purchase. Without a zone in the device's. */
export function localDateTime(moment: string, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(moment));
}

/** The same with its zone: for what many wait for, wherever they are. */
export function localMoment(moment: string, locale: string, timeZone?: string): string {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${localDateTime(moment, locale, zone)} (${zoneName(new Date(moment), zone, locale)})`;
}

/** The time of day of a moment in the reader's own zone: for what happened just now. */
export function localTime(moment: string | number, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(
    new Date(moment),
  );
}

/** Midnight at the start of `day` (YYYY-MM-DD) where the reader is, as RFC 3339. */
export function startOfLocalDay(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

/** Midnight at the end of `day` (YYYY-MM-DD) where the reader is: the day itself still counts. */
export function endOfLocalDay(day: string): string {
  const next = new Date(`${day}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}

function zoneName(at: Date, timeZone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  const short = parts.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value;
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return short ? `${place}, ${short}` : place;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago it was, in the greatest unit that it fills: "3 minutes ago". */
export function ago(moment: string, now: number, locale: string): string {
  const passed = Math.max(0, now - Date.parse(moment));
  const said = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (passed < HOUR_MS) return said.format(-Math.floor(passed / MINUTE_MS), 'minute');
  if (passed < DAY_MS) return said.format(-Math.floor(passed / HOUR_MS), 'hour');
  return said.format(-Math.floor(passed / DAY_MS), 'day');
}
