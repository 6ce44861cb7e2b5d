/** Figures per day and ticket type, arranged for a chart and a table. */
import type { DayFigures } from './analytics';

export interface Day {
  /** YYYY-MM-DD on the venue's clock. */
  day: string;
  sold: number;
  revenue: number;
  fees: number;
  returned: number;
  refunded: number;
  checkedIn: number;
  /** Sold, by ticket type. */
  byType: Record<string, number>;
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Each day from the first to the last, also those on which nothing happened. */
export function perDay(figures: readonly DayFigures[]): Day[] {
  const days = new Map<string, Day>();
  const dates = figures.map(({ day }) => Date.parse(day)).sort((one, other) => one - other);
  for (let at = dates[0] ?? 1; at <= (dates.at(-1) ?? 0); at += MS_PER_DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    const nothing = { sold: 0, revenue: 0, fees: 0, returned: 0, refunded: 0, checkedIn: 0 };
    days.set(day, { day, ...nothing, byType: {} });
  }
  for (const row of figures) {
    const day = days.get(row.day);
    if (!day) continue;
    day.sold += row.sold;
    day.revenue += row.revenue;
    day.fees += row.fees;
    day.returned += row.returned;
    day.refunded += row.refunded;
    day.checkedIn += row.checked_in;
    day.byType[row.ticket_type_id] = (day.byType[row.ticket_type_id] ?? 0) + row.sold;
  }
  return [...days.values()];
}

/** Where the day stands on an axis of seconds since 1970: at its mark, in UTC. */
export function placeOf(day: string): number {
  return Date.parse(day) / 1000;
}

/** What is left of the revenue after fees and refunds. */
export function netOf(figures: { revenue: number; refunded: number; fees: number }): number {
  return figures.revenue - figures.refunded - figures.fees;
}

/** Sums that grow from day to day. */
export function runningSum(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => (sum += count));
}
