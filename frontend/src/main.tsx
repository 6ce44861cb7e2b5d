import '@fontsource-variable/figtree/wght.css';
import '@fontsource-variable/bricolage-grotesque/wght.css';
import '@mantine/core/styles.css';
import './app/theme/tokens.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { activateLocale, preferredLocale } from '@/lib/i18n/i18n';

import { Providers } from './app/providers';

await activateLocale(preferredLocale(), { remember: false });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);
