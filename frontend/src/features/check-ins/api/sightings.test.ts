import { expect, test } from 'vitest';

import { createSightings } from './sightings';

test('a code is new once, however long it is held into the camera', () => {
  const sightings = createSightings(2000);
  const seen = [0, 150, 1000, 2900, 4800].map((now) => sightings.isNew('A', now));
  expect(seen).toEqual([true, false, false, false, false]);
});

test('a code that was away for a while is new again', () => {
  const sightings = createSightings(2000);
  sightings.isNew('A', 0);
  expect(sightings.isNew('A', 2001)).toBe(true);
});

test('two codes in view are two scans, not many that take turns', () => {
  const sightings = createSightings(2000);
  const seen = ['A', 'B', 'A', 'B', 'A'].map((code, turn) => sightings.isNew(code, turn * 150));
  expect(seen).toEqual([true, true, false, false, false]);
});
