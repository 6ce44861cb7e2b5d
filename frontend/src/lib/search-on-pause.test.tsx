// @vitest-environment jsdom
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { SEARCH_AFTER_MS, useSearchOnPause } from './search-on-pause';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
vi.stubGlobal('scrollTo', () => {});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A list, and a page beyond it that never has all that it waits for. */
async function atTheList(onSearch: (text: string) => void) {
  let type: (text: string) => void = () => {};
  const root = createRootRoute();
  const list = createRoute({
    getParentRoute: () => root,
    path: '/list',
    component: function List() {
      type = useSearchOnPause(onSearch);
      return null;
    },
  });
  const row = createRoute({
    getParentRoute: () => root,
    path: '/row',
    loader: () => new Promise<void>(() => {}),
    pendingMs: Infinity,
  });
  const router = createRouter({
    routeTree: root.addChildren([list, row]),
    history: createMemoryHistory({ initialEntries: ['/list'] }),
  });
  await act(async () => {
    await router.load();
    createRoot(document.createElement('div')).render(<RouterProvider router={router as never} />);
  });
  return {
    type: (text: string) => act(async () => type(text)),
    go: (href: string) => act(async () => router.history.push(href)),
    pause: () => act(async () => vi.advanceTimersByTimeAsync(SEARCH_AFTER_MS)),
  };
}

test('what was typed is searched for after a pause, also when the address has changed by it', async () => {
  const onSearch = vi.fn();
  const { type, go, pause } = await atTheList(onSearch);
  await type('a');
  await type('ab');
  expect(onSearch).not.toHaveBeenCalled();
  await go('/list?status=paid');
  await pause();
  expect(onSearch.mock.calls).toEqual([['ab']]);
});

test('whoever has left for another page is not led back while it loads', async () => {
  const onSearch = vi.fn();
  const { type, go, pause } = await atTheList(onSearch);
  await type('ab');
  await go('/row');
  await pause();
  expect(onSearch).not.toHaveBeenCalled();
});
