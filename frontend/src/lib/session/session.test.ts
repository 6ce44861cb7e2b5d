// @vitest-environment jsdom
import { beforeEach, describe, expect, test } from 'vitest';

import { createSession } from './session';

const account = {
  id: 'usr_1',
  email: 'a@example.test',
  name: 'A',
  roles: [],
  email_verified: true,
};

function grant(value: string) {
  return { access_token: value, token_type: 'Bearer' as const, expires_in: 300, account };
}

/** A server whose answers are given by hand, so that requests can be in flight at the same time. */
function server() {
  const waiting: { answer: (value: ReturnType<typeof grant> | null) => void; fail: () => void }[] =
    [];
  const ask = () =>
    new Promise<ReturnType<typeof grant> | null>((resolve, reject) =>
      waiting.push({ answer: resolve, fail: () => reject(new Error('offline')) }),
    );
  return { ask, waiting };
}

let time = 0;
const now = () => time;

beforeEach(() => {
  localStorage.clear();
  time = 1_000_000;
});

describe('the session', () => {
  test('a visitor who never signed in causes no request', async () => {
    const { ask, waiting } = server();
    const session = createSession(ask, localStorage, now);
    expect(await session.accessToken()).toBeNull();
    expect((await session.settle()).status).toBe('signed_out');
    expect(waiting).toHaveLength(0);
  });

  test('ten callers at once make one refresh and get the same token', async () => {
    localStorage.setItem('may-have-session', 'yes');
    const { ask, waiting } = server();
    const session = createSession(ask, localStorage, now);
    const callers = Array.from({ length: 10 }, () => session.accessToken());
    expect(waiting).toHaveLength(1);
    waiting[0]!.answer(grant('one'));
    expect(await Promise.all(callers)).toEqual(Array(10).fill('one'));
    expect(waiting).toHaveLength(1);
  });

  test('a refresh that is over does not stand in for a later one', async () => {
    localStorage.setItem('may-have-session', 'yes');
    const { ask, waiting } = server();
    const session = createSession(ask, localStorage, now);
    const first = session.accessToken();
    waiting[0]!.answer(grant('one'));
    await first;
    time += 299_000;
    const second = session.accessToken();
    waiting[1]!.answer(grant('two'));
    expect(await second).toBe('two');
  });

  test('callers whose token was refused together renew it once', async () => {
    const { ask, waiting } = server();
    const session = createSession(ask, localStorage, now);
    session.signIn(grant('stale'));
    const callers = [session.accessTokenAfter('stale'), session.accessTokenAfter('stale')];
    waiting[0]!.answer(grant('fresh'));
    expect(await Promise.all(callers)).toEqual(['fresh', 'fresh']);
    expect(await session.accessTokenAfter('stale')).toBe('fresh');
    expect(waiting).toHaveLength(1);
  });

  test('without a network nobody is signed out, and the next call asks again', async () => {
    localStorage.setItem('may-have-session', 'yes');
    const { ask, waiting } = server();
    const session = createSession(ask, localStorage, now);
    const lost = session.accessToken();
    waiting[0]!.fail();
    await expect(lost).rejects.toThrow('offline');
    expect(session.getState()).toEqual({ status: 'unknown', isUnreachable: true });
    const retried = session.accessToken();
    waiting[1]!.answer(grant('one'));
    expect(await retried).toBe('one');
  });

  test('a session the server does not know any more ends here too', async () => {
    localStorage.setItem('may-have-session', 'yes');
    const { ask, waiting } = server();
    const session = createSession(ask, localStorage, now);
    const settled = session.settle();
    waiting[0]!.answer(null);
    expect((await settled).status).toBe('signed_out');
    expect(localStorage).toHaveLength(0);
  });

  test('no token is ever written to storage', () => {
    const session = createSession(server().ask, localStorage, now);
    session.signIn(grant('very-secret'));
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('very-secret');
  });
});
