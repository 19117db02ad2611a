import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { at } from './repository.mjs';
import { main } from './execute.mjs';
import { setup } from './setup.mjs';

/** Resolved from node_modules when run: `vscode` is the host's, the others carry native binaries. */
const EXTERNAL = ['vscode', 'onnxruntime-node', 'sharp', '@img/*'];

/** Packages written for CommonJS ask for `require`, which an ES module does not have. */
const REQUIRE = "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

const node = { define: { STICKER_LAB_VERSION: JSON.stringify(version) }, bundle: true, platform: 'node', target: 'node22', external: EXTERNAL, sourcemap: 'linked', logLevel: 'warning', legalComments: 'none' };

const BUNDLES = [
  { ...node, entryPoints: { extension: 'extension/main.ts' }, format: 'cjs', outExtension: { '.js': '.cjs' }, outdir: 'dist' },
  {
    ...node,
    entryPoints: { service: 'engine/service/main.ts', cli: 'engine/cli/main.ts', tsneWorker: 'engine/analyze/tsneWorker.ts' },
    format: 'esm',
    splitting: true,
    // Chunks lie beside the entries, so that `import.meta.url` means `dist` everywhere.
    chunkNames: '[name]-[hash]',
    banner: { js: REQUIRE },
    outdir: 'dist',
  },
  {
    entryPoints: Object.fromEntries(['gallery', 'sticker', 'analysis', 'run', 'descriptions', 'map', 'runs'].map((panel) => [panel, `webview/${panel}/main.ts`])),
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
    logLevel: 'warning',
    legalComments: 'none',
    loader: { '.ttf': 'file', '.svg': 'dataurl' },
    assetNames: '[name]',
    // Plotly was written for bundlers that bring Node's globals; the strict traces need their own regl, without `eval`.
    define: { global: 'globalThis' },
    alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
    outdir: 'dist/webview',
  },
];

/** Bundles extension, engine and webviews into `dist`. */
export async function build() {
  await setup();
  const { build: bundle } = await import('esbuild');
  rmSync(at('dist'), { recursive: true, force: true });
  for (const one of BUNDLES) await bundle({ ...one, absWorkingDir: at() });
  mkdirSync(at('dist', 'webview'), { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) copyFileSync(at('node_modules/@vscode/codicons/dist', file), at('dist/webview', file));
}

if (import.meta.filename === process.argv[1]) await main(build);
