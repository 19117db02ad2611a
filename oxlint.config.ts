import { defineConfig } from 'oxlint';

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise'],
  jsPlugins: ['./.ci/walls.mjs'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, denyWarnings: true },
  ignorePatterns: ['dist', 'out', 'sample', 'test-results', 'test/lint/violations'],
  rules: {
    'sticker-lab/walls': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    // Style sheets and polyfills are imported for what they do.
    'import/no-unassigned-import': 'off',
    // Parsed JSON, database rows and onnxruntime's tensors enter the typed world by an assertion.
    'typescript/no-unsafe-type-assertion': 'off',
    // The compiler's noImplicitReturns says it without tripping over `undefined | T`.
    'typescript/consistent-return': 'off',
    'promise/always-return': 'off',
    'promise/no-promise-in-callback': 'off',
    // Lit binds event handlers, and the graph builder's methods are closures without `this`.
    'typescript/unbound-method': 'off',
    // Worker threads and VS Code's webviews have no origins.
    'unicorn/require-post-message-target-origin': 'off',
    // Trips over `while (i < end && test(values[i]))`.
    'eslint/no-unmodified-loop-condition': 'off',
    // Matters of taste.
    'unicorn/consistent-function-scoping': 'off',
    'eslint/no-underscore-dangle': 'off',
  },
});
