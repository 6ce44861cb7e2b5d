import { describe, expect, test } from 'vitest';

import { fromVenueInput, toVenueInput } from './venue-input';

describe('a date field on the venue’s clock', () => {
  test.each([
    ['2027-05-01T18:00:00.000Z', 'Europe/Vienna', '2027-05-01T20:00'],
    ['2027-01-01T18:00:00.000Z', 'Europe/Vienna', '2027-01-01T19:00'],
    ['2027-05-01T18:00:00.000Z', 'America/New_York', '2027-05-01T14:00'],
    ['2027-05-01T18:00:00.000Z', 'Asia/Kathmandu', '2027-05-01T23:45'],
    ['2027-05-01T00:00:00.000Z', 'UTC', '2027-05-01T00:00'],
  ])('%s in %s is %s, there and back', (moment, zone, field) => {
    expect(toVenueInput(moment, zone)).toBe(field);
    expect(fromVenueInput(field, zone)).toBe(moment);
  });

  test.each([
    ['2027-03-28T01:59', '2027-03-28T00:59:00.000Z'],
    ['2027-03-28T03:00', '2027-03-28T01:00:00.000Z'],
    ['2027-10-31T03:00', '2027-10-31T02:00:00.000Z'],
  ])('around a change of the clocks %s is %s', (field, moment) => {
    expect(fromVenueInput(field, 'Europe/Vienna')).toBe(moment);
  });

  test('an empty field is no moment, and no moment an empty field', () => {
    expect(fromVenueInput('', 'Europe/Vienna')).toBeNull();
    expect(toVenueInput(null, 'Europe/Vienna')).toBe('');
  });
});
