import { defineConfig } from '@lingui/conf';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}/messages', include: ['src'] }],
  // Line numbers would make every edit a change of the catalogue.
  format: 'po',
  formatOptions: { lineNumbers: false },
  orderBy: 'message',
});
