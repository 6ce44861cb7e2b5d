import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

const MODULES = 'node_modules/@mantine/core/esm';

/** What is made of Mantine here, by the names of its components. */
function used(): Set<string> {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => readFileSync(join('src', file), 'utf8'));
  const imports = sources.flatMap((text) => [
    ...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g),
  ]);
  return new Set(imports.flatMap(([, names]) => names!.split(',').map((name) => name.trim())));
}

/** The styles that a module and all that it imports need. */
function styles(file: string, seen: Set<string>): string[] {
  if (seen.has(file) || !existsSync(file)) return [];
  seen.add(file);
  const own = /(\w+)\.module\.mjs$/.exec(file);
  if (own) return [own[1]!];
  const imports = readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+)"/g);
  return [...imports].flatMap(([, to]) => styles(join(dirname(file), to!), seen));
}

test('every component of Mantine that is used has its styles, and no other', () => {
  const seen = new Set<string>();
  const needed = [...used()].flatMap((name) =>
    styles(join(MODULES, 'components', name, `${name}.mjs`), seen),
  );
  const sheet = readFileSync('src/app/theme/mantine.css', 'utf8');
  const given = [...sheet.matchAll(/styles\/([A-Z]\w+)\.css/g)].map(([, name]) => name!);
  expect(needed.length).toBeGreaterThan(20);
  expect([...new Set(needed)].sort()).toEqual(given.sort());
});
