import '@fontsource-variable/figtree/wght.css';
import '@fontsource-variable/bricolage-grotesque/wght.css';
import '@mantine/core/styles.css';
import './app/theme/tokens.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { activateLocale, activateMirrored, preferredLocale } from '@/lib/i18n/i18n';

import { Providers } from './app/providers';

// For who checks the layout: ?mirrored on the first address of a visit.
if (new URLSearchParams(window.location.search).has('mirrored')) await activateMirrored();
else await activateLocale(preferredLocale(), { remember: false });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);
