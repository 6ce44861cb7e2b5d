import { expect, test } from 'vitest';

import { timeZones } from './time-zones';

test('the zone that somebody has is offered once, whether or not the browser knows it', () => {
  expect(timeZones('Mars/Olympus').filter((zone) => zone === 'Mars/Olympus')).toHaveLength(1);
  expect(timeZones('Europe/Berlin').filter((zone) => zone === 'Europe/Berlin')).toHaveLength(1);
});
