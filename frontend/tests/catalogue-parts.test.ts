import { expect, test } from 'vitest';

import { reachedByEverybody } from '../scripts/catalogue-parts';

const reached = reachedByEverybody('.');

// What is missing there is shown as a hash to who is not signed in.
test.each([
  'src/app/routes/e.$slug.tsx',
  'src/app/shell/signed-in-menu.tsx',
  'src/features/waitlist/components/join-waitlist.tsx',
  'src/lib/api/error-copy.ts',
])('%s speaks to everybody', (file) => {
  expect(reached).toContain(file);
});

test.each([
  'src/app/routes/_signed-in/admin.tsx',
  'src/features/own-events/components/event-editor.tsx',
  'src/features/check-ins/components/scanner.tsx',
])('%s speaks to those who are signed in', (file) => {
  expect(reached).not.toContain(file);
});
