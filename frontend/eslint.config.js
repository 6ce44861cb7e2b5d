import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// The one direction of imports: app -> features -> components -> lib. Folders are entered by their alias; a path that
// climbs is only for one's own folder, so that the alias alone tells where an import goes.
const climbing = {
  group: ['../../*'],
  message: 'Enter other folders by their alias "@/…"; climb only within your own.',
};
const forbidden = (folders, message) => ({
  'no-restricted-imports': [
    'error',
    { patterns: [climbing, { group: folders.map((folder) => `@/${folder}/**`), message }] },
  ],
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/app/routeTree.gen.ts', 'src/lib/api/schema.d.ts'] },
  js.configs.recommended,
  tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'max-lines': ['error', { max: 250 }],
      // Tests index what they just made.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['src/lib/**'],
    rules: forbidden(
      ['app', 'features', 'components'],
      'lib knows nothing of what is built on it.',
    ),
  },
  {
    files: ['src/components/**'],
    rules: forbidden(['app', 'features'], 'components know no feature.'),
  },
  {
    files: ['src/features/**'],
    rules: forbidden(['app', 'features'], 'Features do not know each other; routes compose them.'),
  },
  {
    files: ['src/lib/i18n/i18n.ts'],
    // The catalogues lie beside lib, and a dynamic import cannot go through an alias.
    rules: { 'no-restricted-imports': 'off' },
  },
);
