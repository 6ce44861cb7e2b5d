/** The two typed clients: one that speaks for whoever is signed in, one for public reads that caches may answer. */
import { i18n } from '@lingui/core';
import createClient from 'openapi-fetch';

import { pause } from '@/lib/clock/pause';
import { serverClock } from '@/lib/clock/server-clock';
import { createSession, SESSION_HINT } from '@/lib/session/session';

import { ApiError, toApiError, unreachable } from './problem';
import type { paths } from './schema';

const TIMEOUT_MS = 15_000;
/** How often a file that is being made is asked for. */
const MOST_LOOKS = 20;

/** Sends `request`, telling every way in which no answer can come as one error. */
async function send(request: Request, tooLate = timeIsOver()): Promise<Response> {
  const requestId = request.headers.get('X-Request-ID');
  const sentAt = serverClock.local();
  try {
    const response = await fetch(request, { signal: AbortSignal.any([request.signal, tooLate]) });
    // A stored answer carries the date of its making, which would set the clock back.
    if (response.headers.get('Cache-Control')?.includes('no-store')) {
      serverClock.observe(response.headers.get('Date'), sentAt, serverClock.local());
    }
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw unreachable(requestId);
  }
}

function timeIsOver(): AbortSignal {
  return AbortSignal.timeout(TIMEOUT_MS);
}

function withRequestId(request: Request): Request {
  request.headers.set('X-Request-ID', `req_${crypto.randomUUID().replaceAll('-', '')}`);
  return request;
}

/** What acts by the cookie must show that one of our own pages asks. */
export const FROM_OUR_PAGE = { 'X-Requested-With': 'XMLHttpRequest' };

const baseUrl = window.location.origin;

/** Public reads and sign-in: no token, so that reads may be answered by the shared cache in front of the gateway. */
export const publicApi = createClient<paths>({
  baseUrl,
  fetch: (request) => send(withRequestId(request)),
});

export const session = createSession(async () => {
  const { data, error, response } = await publicApi.POST('/api/v1/auth/refresh', {
    headers: FROM_OUR_PAGE,
  });
  if (data) return data;
  if (response.status === 401 || response.status === 403) return null;
  throw toApiError(response, error);
}, localStorage);

// Signing out in one tab signs out the others.
window.addEventListener('storage', (event) => {
  if (event.key === SESSION_HINT && event.newValue === null) session.signOut();
});

/** With the token of whoever is signed in; when the server refuses it, once more with a new one. */
async function sendSigned(request: Request, tooLate?: AbortSignal): Promise<Response> {
  withRequestId(request);
  const token = await session.accessToken();
  if (token === null) return send(request, tooLate);
  const again = request.clone();
  request.headers.set('Authorization', `Bearer ${token}`);
  const response = await send(request, tooLate);
  if (response.status !== 401) return response;
  const renewed = await session.accessTokenAfter(token);
  if (renewed === null) return response;
  again.headers.set('Authorization', `Bearer ${renewed}`);
  return send(again, tooLate);
}

/** Everything that somebody does or sees as themselves. */
export const api = createClient<paths>({ baseUrl, fetch: (request) => sendSigned(request) });

export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a call, or its ApiError thrown. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch(asApiError);
  if (!response.ok) throw toApiError(response, error);
  return data as T;
}

/** What breaks after the first byte (a timeout, a body that is not JSON) leaves the outcome as open as no answer. */
function asApiError(failure: unknown): never {
  const isCallersOwn = failure instanceof DOMException && failure.name === 'AbortError';
  if (failure instanceof ApiError || isCallersOwn) throw failure;
  throw unreachable(null);
}

/**
 * A file of the API that only its owner may read: a QR code, a PDF, which is in the language of the pages. One that is
 * still being made is waited for.
 */
export async function fetchFile(path: string, signal?: AbortSignal): Promise<Blob> {
  const headers = { 'Accept-Language': i18n.locale };
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const response = await sendSigned(new Request(new URL(path, baseUrl), { signal, headers }));
    if (!response.ok) throw toApiError(response, await response.json().catch(() => null));
    if (response.status !== 202) return response.blob().catch(asApiError);
    await pause(Number(response.headers.get('Retry-After') ?? 1));
  }
  throw unreachable(null);
}

/** An answer that goes on until the server, or `signal`, ends it: only its beginning must come in time. */
export async function openStream(
  path: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), TIMEOUT_MS);
  const request = new Request(new URL(path, baseUrl), { signal });
  const response = await sendSigned(request, late.signal).finally(() => clearTimeout(timer));
  if (response.ok && response.body) return response.body;
  throw toApiError(response, await response.json().catch(() => null));
}
