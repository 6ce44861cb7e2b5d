/** When an event takes place, as whoever keeps a copy of it knows. */
export interface Plans {
  status: string;
  starts_at: string;
  /** While it is postponed: when it was to start. Copies from before this was told lack it. */
  postponed_from?: string | null;
}

/** Whether it is postponed and nobody knows until when: it still has the old start. */
export function isDateOpen({ status, starts_at, postponed_from }: Plans): boolean {
  if (status !== 'postponed' || !postponed_from) return false;
  return Date.parse(postponed_from) === Date.parse(starts_at);
}
