/** What an event's editor changes, how it compares, and what becomes of two people's changes to the same event. */
import type { OwnEvent } from './own-events';

export interface Facts {
  title: string;
  summary: string;
  description: string;
  category: string;
  venue_id: string | null;
  doors_at: string | null;
  starts_at: string | null;
  ends_at: string | null;
  programme: { starts_at: string; title: string }[];
}

export type FactName = keyof Facts;

export function factsOf(event: OwnEvent): Facts {
  const { title, summary, description, category, programme, doors_at, starts_at, ends_at } = event;
  return {
    title,
    summary,
    description,
    category,
    venue_id: event.venue?.id ?? null,
    doors_at,
    starts_at,
    ends_at,
    programme,
  };
}

const NAMES: readonly FactName[] = [
  'title',
  'summary',
  'description',
  'category',
  'venue_id',
  'doors_at',
  'starts_at',
  'ends_at',
  'programme',
];

/** Which facts are not the same. */
export function differences(one: Facts, other: Facts): FactName[] {
  return NAMES.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

export function pick(facts: Facts, names: readonly FactName[]): Partial<Facts> {
  return Object.fromEntries(names.map((name) => [name, facts[name]]));
}

/**
 * Both changed `base`: what only one of them changed stands beside the other's; what both made different is a conflict.
 */
export function conflicts(base: Facts, mine: Facts, theirs: Facts): FactName[] {
  const changedByThem = differences(base, theirs);
  return differences(base, mine).filter(
    (name) => changedByThem.includes(name) && differences(mine, theirs).includes(name),
  );
}

/** My changes to `base`, made to theirs. */
export function rebase(base: Facts, mine: Facts, theirs: Facts): Facts {
  return { ...theirs, ...pick(mine, differences(base, mine)) };
}
