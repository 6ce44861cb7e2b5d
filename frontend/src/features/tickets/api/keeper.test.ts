// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';

import type { SessionState } from '@/lib/session/session';

import { clearWhenNobodys, keepFor, keptOf, KEPT_TICKETS } from './keeper';

const deleted: string[] = [];

beforeEach(() => {
  localStorage.clear();
  deleted.length = 0;
  vi.stubGlobal('indexedDB', {
    deleteDatabase(name: string) {
      deleted.push(name);
      const request = { onsuccess: () => undefined };
      queueMicrotask(() => request.onsuccess());
      return request;
    },
  });
});

function sessionOf(state: SessionState) {
  return { getState: () => state, subscribe: () => () => undefined };
}

function signedIn(id: string): SessionState {
  const account = { id, email: '', name: '', roles: [], email_verified: true };
  return { status: 'signed_in', account };
}

test.each([
  ['stay for whoever they are', signedIn('usr_1'), true],
  ['stay while nobody can say who is here', { status: 'unknown' } as const, true],
  ['go when somebody else logs in', signedIn('usr_2'), false],
  ['go when nobody is signed in', { status: 'signed_out' } as const, false],
])('copies %s', async (_name, state, stay) => {
  keepFor('usr_1');
  clearWhenNobodys(sessionOf(state));
  await Promise.resolve();
  expect(deleted).toEqual(stay ? [] : [KEPT_TICKETS]);
  expect(keptOf()).toBe(stay ? 'usr_1' : null);
});

test('where nothing is kept nothing is cleared', () => {
  clearWhenNobodys(sessionOf({ status: 'signed_out' }));
  expect(deleted).toEqual([]);
});
