import { expect, test } from 'vitest';

import { nextStep } from './next-step';

const NOW = Date.parse('2027-05-01T12:00:00Z');
const venue = {
  id: 'ven_1',
  organizer_id: 'org_1',
  name: 'Old Mill',
  street: 'Mill Lane 1',
  city: 'Graz',
  country: 'AT',
  time_zone: 'Europe/Vienna',
};
const ready = {
  status: 'draft' as const,
  venue,
  doors_at: '2027-06-01T17:00:00Z',
  starts_at: '2027-06-01T18:00:00Z',
  ends_at: '2027-06-01T22:00:00Z',
  capacity: 100,
};

test.each([
  ['a draft without a place', { venue: null }, 'set_place_and_time'],
  ['a draft without an end', { ends_at: null }, 'set_place_and_time'],
  ['a draft whose time has passed', { ends_at: '2027-04-01T22:00:00Z' }, 'set_place_and_time'],
  ['a draft without tickets', { capacity: 0 }, 'add_tickets'],
  ['a draft with everything', {}, 'publish'],
  ['a postponed event', { status: 'postponed' as const }, 'set_new_date'],
  ['a published event', { status: 'published' as const }, 'watch'],
  [
    'an event that is over',
    { status: 'published' as const, ends_at: '2027-04-01T22:00:00Z' },
    null,
  ],
  ['a canceled event', { status: 'canceled' as const }, null],
])('%s', (_case, differences, step) => {
  expect(nextStep({ ...ready, ...differences }, NOW)).toBe(step);
});
