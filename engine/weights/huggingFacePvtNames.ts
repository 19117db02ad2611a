import type { NamedTensor } from './namedTensor.ts';
import { renameEach, type NameMap, type NamedTensors } from './nameMap.ts';

/** Parts of a stage's embedding and of a block, by Hugging Face's names. `key_value` is what `joinKeysAndValues` makes. */
const embeddingParts: Readonly<Record<string, string>> = { projection: 'proj', layer_norm: 'norm' };
const blockParts: Readonly<Record<string, string>> = {
  layer_norm_1: 'norm1', layer_norm_2: 'norm2', 'mlp.dense1': 'mlp.fc1', 'mlp.dense2': 'mlp.fc2',
  'attention.self.query': 'attn.q', 'attention.self.key_value': 'attn.kv', 'attention.output.dense': 'attn.proj',
  'attention.self.sequence_reduction': 'attn.sr', 'attention.self.sr': 'attn.sr', 'attention.self.layer_norm': 'attn.norm',
};

/** PVT keeps keys and values in one product: the first half of the rows is the keys'. */
function joinKeysAndValues(tensors: NamedTensors): NamedTensors {
  const joined = new Map(tensors);
  for (const [name, key] of tensors) {
    if (!/\.attention\.self\.key\.(?:weight|bias)$/.test(name)) continue;
    const valueName = name.replace(/\.key\.(weight|bias)$/, '.value.$1');
    const value = tensors.get(valueName);
    if (!(key.data instanceof Float32Array) || !(value?.data instanceof Float32Array) || String(key.shape) !== String(value.shape)) continue;
    const data = new Float32Array(2 * key.data.length);
    data.set(key.data);
    data.set(value.data, key.data.length);
    const both: NamedTensor = { shape: [2 * key.shape[0], ...key.shape.slice(1)], data };
    joined.delete(name);
    joined.delete(valueName);
    joined.set(name.replace(/\.key\.(weight|bias)$/, '.key_value.$1'), both);
  }
  return joined;
}

function ourName(theirs: string): string | null {
  const name = theirs.replace(/^pvt\./, '');
  if (name.startsWith('classifier.')) return null;
  const final = /^encoder\.layer_norm\.(weight|bias)$/.exec(name);
  if (final) return `norm.${final[1]}`;
  const [, embedded, embeddedRest = ''] = /^encoder\.patch_embeddings\.(\d+)\.(.+)$/.exec(name) ?? [];
  if (embedded !== undefined) {
    if (embeddedRest === 'position_embeddings') return `pos_embed${Number(embedded) + 1}`;
    if (embeddedRest === 'cls_token') return 'cls_token';
    const [, part = '', ending = ''] = /^(.+)\.(weight|bias)$/.exec(embeddedRest) ?? [];
    return embeddingParts[part] ? `patch_embed${Number(embedded) + 1}.${embeddingParts[part]}.${ending}` : theirs;
  }
  const [, stage, block = '', part = '', ending = ''] = /^encoder\.block\.(\d+)\.(\d+)\.(.+)\.(weight|bias)$/.exec(name) ?? [];
  return stage !== undefined && blockParts[part] ? `block${Number(stage) + 1}.${block}.${blockParts[part]}.${ending}` : theirs;
}

/** PVT as transformers saves it (PvtModel, PvtForImageClassification), such as Zetatech/pvt-small-224. */
export const huggingFacePvtNames: NameMap = {
  kind: 'PVT of Hugging Face',
  sign: /(?:^|\.)encoder\.patch_embeddings\.\d+\./,
  rename: (tensors, _, file) => renameEach(joinKeysAndValues(tensors), ourName, file),
};
