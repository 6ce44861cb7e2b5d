// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { healthOf, type Instance } from './services';

const instance: Instance = {
  address: '127.0.0.1:1',
  version: null,
  ready: true,
  reason: null,
  circuit: 'closed',
  running: 0,
};

test('what an instance does with requests says more than what it says of itself', () => {
  expect(healthOf(instance)).toBe('ready');
  expect(healthOf({ ...instance, ready: false })).toBe('starting');
  expect(healthOf({ ...instance, circuit: 'open' })).toBe('failing');
  expect(healthOf({ ...instance, circuit: 'silent' })).toBe('silent');
});
