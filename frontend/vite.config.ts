import { fileURLToPath } from 'node:url';

import { lingui } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';

import { catalogueParts } from './scripts/catalogue-parts';
import { offlinePages } from './scripts/offline-pages';

// `npm run dev` serves the sources and passes everything else to a running system.
const backend = process.env.FRONTEND_BACKEND_URL ?? 'http://127.0.0.1:8080';
const passedOn = { target: backend, changeOrigin: true };

const EVENT_PAGE = /routes\/e\.\$slug\.tsx\?.*component/;

/** What the event's page is made of beside what every page is, so that it is asked for at once. */
function eventPageLinks(bundle: Rolldown.OutputBundle, known: string): string[] {
  const links = new Set<string>();
  function add(name: string) {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || known.includes(name)) return;
    links.add(`<link rel="modulepreload" crossorigin href="/${name}">`);
    for (const file of chunk.viteMetadata?.importedCss ?? []) {
      if (!known.includes(file)) links.add(`<link rel="stylesheet" crossorigin href="/${file}">`);
    }
    for (const imported of chunk.imports) add(imported);
  }
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => EVENT_PAGE.test(id)))
      add(chunk.fileName);
  }
  return [...links];
}

/** The two parts of index.html that the server puts into a page whose head and root say more: of an event. */
function pageParts(): Plugin {
  return {
    name: 'page-parts',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') return this.error('there is no index.html to take apart');
        const text = String(page.source);
        const links = eventPageLinks(bundle, text);
        if (links.length === 0) return this.error("the event's page is nowhere");
        for (const part of ['head', 'body']) {
          const found = new RegExp(`<${part}>(.*)</${part}>`, 's').exec(text)?.[1];
          if (found === undefined) return this.error(`index.html has no ${part}`);
          const rest = found.replace(/<title>.*<\/title>|<div id="root"><\/div>/s, '');
          const source = part === 'head' ? [rest, ...links].join('\n') : rest;
          this.emitFile({ type: 'asset', fileName: `page/${part}.html`, source });
        }
      },
    },
  };
}

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      // What a page of one's own asks for comes with that page: a visitor of an event loads none of it.
      codeSplittingOptions: {
        splitBehavior: ({ routeId }) =>
          routeId.startsWith('/_signed-in/')
            ? [['loader', 'component', 'pendingComponent', 'errorComponent', 'notFoundComponent']]
            : undefined,
      },
      routesDirectory: './src/app/routes',
      generatedRouteTree: './src/app/routeTree.gen.ts',
      quoteStyle: 'single',
      semicolons: true,
      disableLogging: true,
    }),
    react(),
    // Without this the build succeeds and ships macros that throw when they run. Routes come in parts, told apart by a query.
    babel({ include: /\/src\/.*\.tsx?(\?.*)?$/, plugins: ['@lingui/babel-plugin-lingui-macro'] }),
    lingui(),
    catalogueParts(),
    pageParts(),
    offlinePages(),
  ],
  resolve: {
    alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': passedOn,
      '/config.json': passedOn,
      '/manifest.webmanifest': passedOn,
      '/stand-ins': passedOn,
    },
  },
  build: {
    // The content security policy allows fonts and scripts from files only, not from data: addresses.
    assetsInlineLimit: 0,
    target: 'es2022',
    rolldownOptions: {
      output: {
        // Else what several pages share comes in dozens of files of a few hundred bytes.
        codeSplitting: {
          groups: [
            {
              name: 'framework',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|@lingui)[\\/]/,
            },
            // What the routes say before their pages load, with the calls that they make by then. Other calls are their pages':
            // with all of them came the scanner's code reader, to whoever opened an event.
            { name: 'routes', test: /src[\\/]app[\\/]routes[\\/][^?]+\.tsx$/ },
            {
              name: 'forms',
              test: /node_modules[\\/](react-hook-form|@hookform|zod)[\\/]|lib[\\/]field-rules/,
            },
            // Beside the event's page a few others have these; alone each would be a file of some hundred bytes.
            {
              name: 'choosing',
              test: /src[\\/](components[\\/]ui[\\/](countdown|quantity-picker)|lib[\\/]clock|features[\\/](holds|waitlist)[\\/]api)[^?]*\.(tsx?|css)$/,
            },
            { name: 'shared', test: /node_modules|src[\\/](components|lib)/, minShareCount: 6 },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    // The linter and the extractor load their whole toolchain; a busy machine takes its time.
    testTimeout: 60_000,
  },
});
