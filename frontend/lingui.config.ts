import { defineConfig } from '@lingui/cli';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}/messages', include: ['src'] }],
  // Line numbers would make every edit a change of the catalogue.
  format: 'po',
  formatOptions: { lineNumbers: false },
  orderBy: 'message',
});
