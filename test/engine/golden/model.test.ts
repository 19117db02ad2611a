import { afterAll, expect, test } from 'vitest';
import { buildForwardGraph } from '../../../engine/train/forwardGraph.ts';
import { expectClose, expectGradients, printWorstErrors } from './comparison.ts';
import { readGolden } from './readGolden.ts';
import { runModel } from './runModel.ts';
import { variantInputs, type Variant } from './variant.ts';

afterAll(printWorstErrors);

const variants = [
  'paper', 'released', 'no-alignment', 'no-global-fusion', 'no-local-fusion', 'released-no-local-fusion', 'no-text-guidance', 'no-modules', 'cross-attention', 'separate-key-value',
];

/** Gradients are tabled by part of the model. */
function partOf(name: string): string {
  if (/^grad\.(block|patch_embed|pos_embed\d|cls_token)/.test(name)) return 'PVT, trained through';
  if (/^grad\.(\w+_proj)/.test(name)) return 'projections';
  if (name.startsWith('grad.fusion_model')) return 'TGFA, trained through';
  return name.startsWith('grad.') && name.includes('_fusion') ? 'cross-attention fusion, trained through' : 'norm, pos_embed, head';
}

test.each(variants)('%s: outputs, losses, key tokens and every gradient are PyTorch\'s', async (variant) => {
  const { metadata, names, read } = await readGolden<Variant>(`model-${variant}`);
  const results = await runModel(buildForwardGraph(metadata, metadata.batch, true).model, variantInputs(metadata));
  expect(Object.keys(results).toSorted()).toEqual(names.toSorted());
  for (const name of names.filter((each) => each.startsWith('tokens.'))) expect(Array.from(results[name]), name).toEqual(Array.from(read(name)));
  for (const name of ['logits', 'feature']) expectClose(`whole model, ${variant}`, 'forward', name, results[name], read(name));
  for (const name of names.filter((each) => each.startsWith('loss.'))) expectClose('losses of the whole model', 'forward', `${variant} ${name}`, results[name], read(name));
  const slopes = new Map(names.filter((name) => name.startsWith('grad.')).map((name) => [name, read(name)]));
  expectGradients(() => `whole model, ${variant}`, results, slopes);
  expectGradients(partOf, results, slopes);
});
