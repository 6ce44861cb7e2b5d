// @vitest-environment jsdom
import { i18n } from '@lingui/core';
import { expect, test, vi } from 'vitest';

import { fetchFile } from './client';

const beingMade = () => new Response('{}', { status: 202, headers: { 'Retry-After': '0' } });

test('a file that is still being made is asked for until it is there', async () => {
  const answers = [beingMade(), beingMade(), new Response('%PDF')];
  vi.stubGlobal('fetch', async () => answers.shift()!);
  const file = await fetchFile('/api/v1/orders/ord_1/receipt.pdf');
  expect(await file.text()).toBe('%PDF');
  expect(answers).toEqual([]);
});

test('a file is asked for in the language of the pages', async () => {
  i18n.loadAndActivate({ locale: 'de', messages: {} });
  const fetch = vi.fn<(request: Request) => Promise<Response>>(async () => new Response('%PDF'));
  vi.stubGlobal('fetch', fetch);
  await fetchFile('/api/v1/tickets/tkt_1.pdf');
  expect(fetch.mock.calls[0]![0].headers.get('Accept-Language')).toBe('de');
});

test('a file that is never made is given up', async () => {
  const fetch = vi.fn(async () => beingMade());
  vi.stubGlobal('fetch', fetch);
  await expect(fetchFile('/api/v1/orders/ord_1/receipt.pdf')).rejects.toThrow();
  expect(fetch).toHaveBeenCalledTimes(20);
});
