/**
 * A catalogue comes in two parts: `messages.po?everybody` has what pages say that need no account, and what they share with
 * others; `messages.po?signed-in` has the rest. Which is which follows from what the sources import.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { createCompiledCatalog, getCatalogForFile, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import type { Plugin } from 'vite';

const PART = /\.po\?(everybody|signed-in)$/;
const START = 'src/main.tsx';
const BEHIND_THE_DOOR = 'src/app/routes/_signed-in/';
const IMPORTED = /(?:from|import)\s*\(?\s*'([^']+)'/g;

/** The sources that can be reached without a page for people who are signed in. */
export function reachedByEverybody(root: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [START];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file) || file.startsWith(BEHIND_THE_DOOR)) continue;
    reached.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, name = ''] of text.matchAll(IMPORTED)) {
      const found = sourceOf(root, file, name);
      if (found) waiting.push(found);
    }
  }
  return reached;
}

/** A file of ours that is imported under this name; null for packages, styles and catalogues. */
function sourceOf(root: string, importer: string, name: string): string | null {
  if (!/^(@\/|\.)/.test(name)) return null;
  const path = name.startsWith('@/')
    ? join(root, 'src', name.slice(2))
    : resolve(root, dirname(importer), name);
  const found = ['', '.ts', '.tsx'].map((ending) => path + ending).find(isSource);
  return found ? relative(root, found) : null;
}

function isSource(path: string): boolean {
  return /\.tsx?$/.test(path) && existsSync(path);
}

export function catalogueParts(): Plugin {
  const root = join(import.meta.dirname, '..');
  const config = getConfig({ configPath: join(root, 'lingui.config.ts') });
  let forEverybody: Set<string>;
  return {
    name: 'catalogue-parts',
    enforce: 'pre',
    buildStart() {
      forEverybody = reachedByEverybody(root);
    },
    async transform(_text, id) {
      const part = PART.exec(id)?.[1];
      if (!part) return;
      const path = relative(root, id.replace(/\?.*$/, ''));
      const file = getCatalogForFile(path, await getCatalogs(config));
      if (!file) return this.error(`${path} is no catalogue`);
      const kept = Object.entries((await file.catalog.read(file.locale)) ?? {});
      const isFirst = (origins: [string, number?][] = []) =>
        origins.some(([origin]) => forEverybody.has(origin));
      const messages = Object.fromEntries(
        kept
          .filter(([, { origin }]) => isFirst(origin) === (part === 'everybody'))
          .map(([key, { translation, message }]) => [key, translation || message || '']),
      );
      const { source } = createCompiledCatalog(file.locale, messages, { namespace: 'es' });
      return { code: source, map: null, moduleType: 'js' };
    },
  };
}
