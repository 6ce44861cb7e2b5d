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

/** What the fields say; entries of the programme that are half filled in say nothing yet. */
export function factsIn(fields: Fields, timeZone: string): Facts {
  const moment = (field: string) => fromVenueInput(field, timeZone);
  // As the server keeps it.
  const text = (field: string) => field.trim().normalize('NFC');
  return {
    title: text(fields.title),
    summary: text(fields.summary),
    description: text(fields.description),
    category: text(fields.category),
    venue_id: fields.venueId || null,
    doors_at: moment(fields.doors),
    starts_at: moment(fields.starts),
    ends_at: moment(fields.ends),
    programme: fields.programme
      .map(({ starts, title }) => ({ starts_at: moment(starts), title: text(title) }))
      .filter((entry): entry is { starts_at: string; title: string } =>
        Boolean(entry.starts_at && entry.title),
      )
      .sort((one, other) => one.starts_at.localeCompare(other.starts_at)),
  };
}
