// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';

import { localDateTime } from '../times';
import { forgetZone, isZoneKnown, keepZone, readerZone } from './reader-zone';

beforeEach(() => localStorage.clear());

test('a moment is told in the zone of the settings', () => {
  keepZone('Asia/Tokyo');
  expect(localDateTime('2027-05-01T20:00:00Z', 'en-GB', readerZone())).toBe('2 May 2027, 05:00');
});

test.each(['UTC', 'Nowhere/AtAll'])('%s is left to the device', (zone) => {
  keepZone(zone);
  expect(readerZone()).toBeUndefined();
  expect(isZoneKnown()).toBe(true);
});

test('the next account does not find the zone of the one before', () => {
  keepZone('Asia/Tokyo');
  forgetZone();
  expect([readerZone(), isZoneKnown()]).toEqual([undefined, false]);
});
