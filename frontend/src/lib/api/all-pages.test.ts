import { expect, test } from 'vitest';

import { allPages } from './all-pages';
import { ApiError } from './problem';

const PAGES: Record<string, { data: number[]; next_cursor: string | null }> = {
  first: { data: [1, 2], next_cursor: 'b' },
  b: { data: [3], next_cursor: 'c' },
  c: { data: [], next_cursor: null },
};

function refusal(status: number, retryAfter: number | null): ApiError {
  const parts = { code: 'no', detail: 'No.', requestId: null, fields: [], members: {} };
  return new ApiError({ ...parts, status, retryAfter });
}

test('each page is read once, in order', async () => {
  const asked: string[] = [];
  const rows = await allPages((after = 'first') => {
    asked.push(after);
    return Promise.resolve(PAGES[after]!);
  });
  expect(rows).toEqual([1, 2, 3]);
  expect(asked).toEqual(['first', 'b', 'c']);
});

test('who was too fast waits as long as it is told and loses nothing', async () => {
  const waited: number[] = [];
  let isRefused = false;
  const rows = await allPages(
    (after = 'first') => {
      if (after === 'b' && !isRefused) {
        isRefused = true;
        return Promise.reject(refusal(429, 7));
      }
      return Promise.resolve(PAGES[after]!);
    },
    (seconds) => {
      waited.push(seconds);
      return Promise.resolve();
    },
  );
  expect(rows).toEqual([1, 2, 3]);
  expect(waited).toEqual([7]);
});

test('any other refusal is not waited for', async () => {
  await expect(allPages(() => Promise.reject(refusal(404, null)))).rejects.toThrow('No.');
});
