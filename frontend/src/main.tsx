import '@fontsource-variable/figtree/wght.css';
import '@fontsource-variable/bricolage-grotesque/wght.css';
import './app/theme/mantine.css';
import './app/theme/tokens.css';
import './app/theme/first-sight.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { activateLocale, activateMirrored, preferredLocale } from '@/lib/i18n/i18n';

import { Providers } from './app/providers';
import { router } from './app/router';

// For who checks the layout: ?mirrored on the first address of a visit.
const speaking = new URLSearchParams(window.location.search).has('mirrored')
  ? activateMirrored()
  : activateLocale(preferredLocale(), { remember: false });
// The page's code and what it asks for come beside its words; what goes wrong is met again, and said, by the router.
const loading = router.load().catch(() => undefined);
await speaking;

const root = document.getElementById('root')!;
// What the server has painted stays until the page is there which looks the same.
if (root.hasChildNodes()) await loading;
createRoot(root).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);
