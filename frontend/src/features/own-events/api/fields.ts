/** The editor's fields: text and times on the venue's clock, as people type them. */
import { fromVenueInput, toVenueInput } from '@/lib/venue-input';

import type { Facts } from './facts';

export interface Fields {
  title: string;
  summary: string;
  description: string;
  category: string;
  venueId: string;
  doors: string;
  starts: string;
  ends: string;
  programme: { starts: string; title: string }[];
}

export function fieldsOf(facts: Facts, timeZone: string): Fields {
  return {
    title: facts.title,
    summary: facts.summary,
    description: facts.description,
    category: facts.category,
    venueId: facts.venue_id ?? '',
    doors: toVenueInput(facts.doors_at, timeZone),
    starts: toVenueInput(facts.starts_at, timeZone),
    ends: toVenueInput(facts.ends_at, timeZone),
    programme: facts.programme.map(({ starts_at, title }) => ({
      starts: toVenueInput(starts_at, timeZone),
      title,
    })),
  };
}

/**
 * What the fields say; entries of the programme that are half filled in say nothing yet. A field shows no seconds: one that
 * still shows the moment in `known` means that moment.
 */
export function factsIn(fields: Fields, timeZone: string, known: Facts): Facts {
  const moment = (field: string, ...were: (string | null)[]) =>
    were.find((was) => was !== null && toVenueInput(was, timeZone) === field) ??
    fromVenueInput(field, timeZone);
  const entries = known.programme.map(({ starts_at }) => starts_at);
  // As the server keeps it.
  const text = (field: string) => field.trim().normalize('NFC');
  return {
    title: text(fields.title),
    summary: text(fields.summary),
    description: text(fields.description),
    category: text(fields.category),
    venue_id: fields.venueId || null,
    doors_at: moment(fields.doors, known.doors_at),
    starts_at: moment(fields.starts, known.starts_at),
    ends_at: moment(fields.ends, known.ends_at),
    programme: fields.programme
      .map(({ starts, title }) => ({ starts_at: moment(starts, ...entries), title: text(title) }))
      .filter((entry): entry is { starts_at: string; title: string } =>
        Boolean(entry.starts_at && entry.title),
      )
      .sort((one, other) => one.starts_at.localeCompare(other.starts_at)),
  };
}
