/**
 * The service worker: the tickets' pages open without a network. What they are made of is kept when it is installed, and
 * nothing else; no answer of the API ever is (tickets keep their own copies, see `src/features/tickets/api`). A page comes
 * from the server as long as there is one: its head and first sight may be written there.
 */
import type { Plugin, Rolldown } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

// Also where somebody is led who has no session any more.
const NEEDED =
  /\/src\/(main\.tsx|app\/routes\/(_signed-in|_signed-in\/tickets\.[^/]+|login)\.tsx|app\/shell\/signed-in-menu\.tsx|locales\/)/;
const FONTS = /-latin(-ext)?-[^/]+\.woff2$/;
const ALWAYS = ['index.html', 'favicon.svg'];

/** The names of the files that the chunks with what is NEEDED are made of. */
function filesOf(bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set(ALWAYS);
  function add(name: string) {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || files.has(name)) return;
    files.add(name);
    chunk.viteMetadata?.importedCss.forEach((file) => files.add(file));
    chunk.imports.forEach(add);
  }
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => NEEDED.test(id)))
      add(chunk.fileName);
    if (chunk.type === 'asset' && FONTS.test(chunk.fileName)) files.add(chunk.fileName);
  }
  return files;
}

export function offlinePages() {
  let needed = new Set<string>();
  const collecting: Plugin = {
    name: 'offline-pages',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        needed = filesOf(bundle);
      },
    },
  };
  const worker = VitePWA({
    filename: 'service-worker.js',
    // Written by the server, which knows the name over the door.
    manifest: false,
    // The tickets' pages register it: who only looks around loads nothing of it.
    injectRegister: null,
    registerType: 'autoUpdate',
    workbox: {
      globPatterns: ['**/*.{js,css,html,svg,woff2}'],
      manifestTransforms: [
        (entries) => ({ manifest: entries.filter(({ url }) => needed.has(url)), warnings: [] }),
      ],
      // Their names carry a hash already.
      dontCacheBustURLsMatching: /^assets\//,
      // Else "/" would be what was kept, also when the server has something newer.
      directoryIndex: null,
      // Set by hand below: what Workbox does with it answers from what is kept first.
      navigateFallback: null,
      navigationPreload: true,
      runtimeCaching: [
        {
          urlPattern: ({ request, url }) =>
            request.mode === 'navigate' && !/^\/(api|stand-ins)\//.test(url.pathname),
          handler: 'NetworkOnly',
          options: { precacheFallback: { fallbackURL: '/index.html' } },
        },
      ],
      cleanupOutdatedCaches: true,
      inlineWorkboxRuntime: true,
      sourcemap: false,
    },
  });
  return [collecting, worker];
}
