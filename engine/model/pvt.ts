import type { Value } from '../graph/value.ts';
import { chooseKeyTokens, gatherTokens, reverseColumns } from './keyTokens.ts';
import { geluMlp, layerNorm, linear, mergeHeads, patchConvolution, pictureConvolution, splitHeads } from './layers.ts';
import { gridSide, keyTokensPerHead, patchSizes, type ModelConfig } from './modelConfig.ts';
import { small, type ModelScope } from './parameters.ts';
import { resizePositions } from './positions.ts';

/** What one stage hands to the fusion (paper 3.1). */
export interface StageFeatures {
  /** V_g: the stage's CLS token [batch, width]. */
  readonly global: Value;
  /** V_l: its key tokens [batch, heads * count, width], the last head's weakest first, as the released model's positions expect them. */
  readonly local: Value;
  /** Which tokens those are: see `chooseKeyTokens`. */
  readonly chosen: Value;
  /** The attention of its blocks, after the softmax: [batch, heads, tokens, keys] each. */
  readonly maps: readonly Value[];
}

/** Multiplies a residual branch by 0 or 1 / keep, one number a sample: stochastic depth. */
export type DropPath = (branch: Value) => Value;

interface Attention {
  readonly output: Value;
  /** After the softmax: [batch, heads, n, m]. */
  readonly map: Value;
}

/** Spatial-reduction attention; the CLS token in row 0 goes around the reduction. x [batch, 1 + side^2, width]. */
function reducedAttention(scope: ModelScope, x: Value, name: string, heads: number, reduction: number): Attention {
  const { g } = scope;
  const [, n, width] = x.shape as [number, number, number];
  const query = splitHeads(scope, linear(scope, x, `${name}.q`, width), heads);
  let source = x;
  if (reduction > 1) {
    const reduced = patchConvolution(scope, g.slice(x, 1, 1, n), `${name}.sr`, reduction, width);
    source = layerNorm(scope, g.concat([g.slice(x, 1, 0, 1), reduced], 1), `${name}.norm`, 1e-5);
  }
  const keyValue = linear(scope, source, `${name}.kv`, 2 * width);
  const key = splitHeads(scope, g.slice(keyValue, 2, 0, width), heads);
  const value = splitHeads(scope, g.slice(keyValue, 2, width, 2 * width), heads);
  const map = g.softmax(g.matmul(query, key, { transB: true, alpha: (width / heads) ** -0.5 }));
  return { output: linear(scope, mergeHeads(scope, g.matmul(map, value)), `${name}.proj`, width), map };
}

/** Patch embedding, positions and the stage's own CLS token: -> [batch, 1 + side^2, width]. */
function embedStage(scope: ModelScope, previous: Value, stage: number, config: ModelConfig): Value {
  const { g, parameter } = scope;
  const number = stage + 1;
  const width = config.widths[stage];
  const convolve = stage === 0 ? pictureConvolution : patchConvolution;
  const tokens = layerNorm(scope, convolve(scope, previous, `patch_embed${number}.proj`, patchSizes[stage], width), `patch_embed${number}.norm`, 1e-5);
  const tableSide = gridSide(config.positionSize, stage);
  const side = gridSide(config.imageSize, stage);
  const own = stage === 3 ? 1 : 0;
  const table = parameter(`pos_embed${number}`, [1, tableSide ** 2 + own, width], small);
  const grid = resizePositions(g, g.slice(table, 1, own, own + tableSide ** 2), tableSide, side);
  // Stage 4 has a row for its CLS token; in the others it shares the first patch's, as in the released model.
  const clsToken = parameter(stage === 3 ? 'cls_token' : `cls_token${number}`, [1, 1, width], small);
  const cls = g.add(clsToken, g.slice(table, 1, 0, 1));
  // A row of zeros in front takes the CLS token, so that nothing here depends on the batch's size.
  return g.add(g.pad(tokens, [0, 1, 0, 0, 0, 0]), g.concat([cls, grid], 1));
}

/** Pyramid Vision Transformer with a CLS token at every stage. `picture` [batch, 3, side, side], normalised. */
export function pyramidVisionTransformer(scope: ModelScope, picture: Value, config: ModelConfig, dropPath: DropPath): StageFeatures[] {
  const { g } = scope;
  let previous = picture;
  return config.widths.map((width, stage) => {
    let x = embedStage(scope, previous, stage, config);
    const [batch, n] = x.shape as [number, number];
    const maps: Value[] = [];
    for (let block = 0; block < config.depths[stage]; block++) {
      const name = `block${stage + 1}.${block}`;
      const attention = reducedAttention(scope, layerNorm(scope, x, `${name}.norm1`, 1e-6), `${name}.attn`, config.heads[stage], config.reductions[stage]);
      maps.push(attention.map);
      x = g.add(x, dropPath(attention.output));
      x = g.add(x, dropPath(geluMlp(scope, layerNorm(scope, x, `${name}.norm2`, 1e-6), `${name}.mlp`, width * config.mlpRatios[stage])));
    }
    previous = g.slice(x, 1, 1, n);
    const chosen = chooseKeyTokens(g, maps, keyTokensPerHead(config, stage));
    return { global: g.reshape(g.slice(x, 1, 0, 1), [batch, width]), local: gatherTokens(g, x, reverseColumns(g, chosen)), chosen, maps };
  });
}
