import { describe, expect, test } from 'vitest';

import {
  ago,
  endOfLocalDay,
  isSameVenueDay,
  localMoment,
  startOfLocalDay,
  venueTime,
} from './times';

describe('times at the venue', () => {
  test('a concert in Tokyo is shown on Tokyo’s clock and calendar', () => {
    const start = venueTime('2026-12-31T23:30:00.000Z', 'Asia/Tokyo', 'en-GB');
    expect(start.time).toBe('08:30');
    expect(start.date).toContain('1 January 2027');
    expect(start.weekday).toBe('Fri');
    expect(start.day).toBe('1');
  });

  test('the zone is named with its place', () => {
    expect(venueTime('2027-05-01T18:00:00Z', 'Europe/Berlin', 'en-GB').zone).toBe('Berlin, CEST');
    expect(venueTime('2027-01-01T18:00:00Z', 'Europe/Berlin', 'en-GB').zone).toBe('Berlin, CET');
    expect(venueTime('2027-01-01T18:00:00Z', 'America/New_York', 'en-US').zone).toBe(
      'New York, EST',
    );
  });

  test('summer time moves the clock on the day it begins', () => {
    const before = venueTime('2027-03-28T00:59:00Z', 'Europe/Berlin', 'en-GB');
    const after = venueTime('2027-03-28T01:00:00Z', 'Europe/Berlin', 'en-GB');
    expect([before.time, after.time]).toEqual(['01:59', '03:00']);
  });

  test('days are compared at the venue, not in the reader’s zone', () => {
    const evening = '2027-05-01T18:00:00Z';
    const night = '2027-05-01T23:00:00Z';
    expect(isSameVenueDay(evening, night, 'Europe/London')).toBe(false);
    expect(isSameVenueDay(evening, night, 'America/New_York')).toBe(true);
  });
});

test('a moment that many wait for is told with the reader’s zone', () => {
  const opens = '2027-05-01T08:00:00Z';
  expect(localMoment(opens, 'en-GB', 'Europe/Berlin')).toBe('1 May 2027, 10:00 (Berlin, CEST)');
  expect(localMoment(opens, 'en-GB', 'Asia/Tokyo')).toBe('1 May 2027, 17:00 (Tokyo, GMT+9)');
});

describe('the reader’s days', () => {
  test('a range that ends on a day includes that day', () => {
    const from = new Date(startOfLocalDay('2027-05-01'));
    const until = new Date(endOfLocalDay('2027-05-01'));
    expect(until.getTime() - from.getTime()).toBe(24 * 60 * 60 * 1000);
    expect(from.getHours()).toBe(0);
  });
});

test('how long ago it was is said in the greatest unit that it fills', () => {
  const now = Date.parse('2027-05-01T18:00:00Z');
  const said = (moment: string) => ago(moment, now, 'en');
  expect(said('2027-05-01T17:59:01Z')).toBe('this minute');
  expect(said('2027-05-01T17:58:00Z')).toBe('2 minutes ago');
  expect(said('2027-05-01T16:01:00Z')).toBe('1 hour ago');
  expect(said('2027-04-29T18:00:00Z')).toBe('2 days ago');
  // A clock that goes wrong by a second tells nobody's future.
  expect(said('2027-05-01T18:00:01Z')).toBe('this minute');
});
