import path from 'node:path';
import { root } from './repository.mjs';

/** Engine's folders from the lowest up: each may import itself, the ones it lists, and BASE. */
const BASE = ['errors', 'files', 'random'];
const NUMERIC = ['onnx', 'graph', 'autodiff', 'model', 'optim', 'weights', 'runtime'];
const DATA = ['dataset', 'images', 'store', 'sample'];
const WORK = ['train', 'evaluate', 'analyze', 'explain'];
const ENGINE = {
  errors: [],
  files: [],
  random: [],
  onnx: [],
  graph: ['onnx'],
  autodiff: ['onnx', 'graph'],
  model: ['onnx', 'graph'],
  optim: ['onnx', 'graph', 'autodiff'],
  weights: ['onnx'],
  runtime: ['onnx'],
  dataset: [],
  images: [],
  sample: ['dataset', 'images'],
  store: ['dataset'],
  pretrained: [],
  text: ['onnx', 'graph', 'model', 'weights', 'runtime', 'dataset'],
  describe: ['dataset', 'images', 'store'],
  train: [...NUMERIC, ...DATA, 'text', 'pretrained', ...WORK],
  evaluate: [...NUMERIC, ...DATA, 'text', ...WORK],
  analyze: [...NUMERIC, ...DATA, 'text', ...WORK],
  explain: [...NUMERIC, ...DATA, 'text', ...WORK],
  report: ['dataset', 'evaluate', 'train'],
  service: [...NUMERIC, ...DATA, 'text', 'pretrained', 'describe', ...WORK, 'report'],
  cli: [...NUMERIC, ...DATA, 'text', 'pretrained', 'describe', ...WORK, 'report', 'service'],
};

/** Who may import which part of the repository. The longest matching `of` counts; what no line names is free. */
const FOLDERS = [
  ...Object.entries(ENGINE).map(([folder, below]) => ({
    of: `engine/${folder}`,
    may: [folder, ...below, ...BASE].map((name) => `engine/${name}`),
    instead: `lower folders never import higher ones: move what is needed down, or have the caller pass it in`,
  })),
  { of: 'extension/protocol', may: ['extension/protocol'], mayTypes: ['engine'], instead: 'the protocol is plain data: import types only, and only from engine' },
  { of: 'extension', may: ['extension', 'engine'], instead: 'the host knows a webview by its bundle and talks to it through extension/protocol' },
  { of: 'webview', may: ['webview', 'extension/protocol'], instead: 'say what the webview needs as a message in extension/protocol' },
];

/** Packages that only some places may import. */
const PACKAGES = [
  { name: 'vscode', only: ['extension'], never: ['extension/protocol'], instead: 'only the extension host has it: pass plain data across' },
  { name: 'onnxruntime-node', only: ['engine/runtime', 'test'], instead: 'run sessions through engine/runtime' },
  { name: 'sharp', only: ['engine/images', 'test'], instead: 'decode and draw pictures through engine/images' },
  { name: 'undici', only: ['engine/pretrained', 'engine/describe', 'test'], instead: 'only the download of pretrained weights and the Ollama hosts go to the network' },
  { name: 'ollama', only: ['engine/describe', 'test'], instead: 'talk to Ollama through engine/describe' },
  { name: '@vscode/webview-ui-toolkit', only: ['webview/ui/kit.ts'], instead: 'take controls from webview/ui/kit.ts' },
];

const isWithin = (file, folder) => file === folder || file.startsWith(`${folder}/`);
const isPackage = (specifier, name) => specifier === name || specifier.startsWith(`${name}/`);

/** Why `file` (from the root, with slashes) may not import `specifier`; null where it may. */
export function forbidden(file, specifier, isTypeOnly) {
  if (!specifier.startsWith('.')) {
    const rule = PACKAGES.find(({ name }) => isPackage(specifier, name));
    const isFree = !rule || (rule.only.some((folder) => isWithin(file, folder)) && !rule.never?.some((folder) => isWithin(file, folder)));
    return isFree ? null : `${file} may not import ${rule.name}: ${rule.instead}.`;
  }
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const wall = FOLDERS.filter(({ of }) => isWithin(file, of)).toSorted((a, b) => b.of.length - a.of.length)[0];
  if (!wall) return null;
  const allowed = [...wall.may, ...(isTypeOnly ? wall.mayTypes ?? [] : [])];
  return allowed.some((folder) => isWithin(target, folder)) ? null : `${wall.of} may not import ${target}: ${wall.instead}.`;
}

/** A fixture folder stands for the whole repository, so that the rule can be tested on deliberate violations. */
function withinRepository(filename) {
  const file = path.relative(root, filename).split(path.sep).join('/');
  return file.replace(/^test\/lint\/violations\//, '');
}

const rule = {
  create(context) {
    const file = withinRepository(context.filename);
    const check = (node, source, isTypeOnly) => {
      if (typeof source?.value !== 'string') return;
      const message = forbidden(file, source.value, isTypeOnly);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal, true),
    };
  },
};

export default { meta: { name: 'sticker-lab' }, rules: { walls: rule } };
