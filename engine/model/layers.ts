import { elementCount, type Value } from '../graph/value.ts';
import { smallLinear, uniformLinear, type ModelScope } from './parameters.ts';

/** x [..., in] W^T + b -> [..., out]; `weight` is stored [out, in] as PyTorch does. */
export function linear({ g, parameter }: ModelScope, x: Value, name: string, outputs: number, initialization = smallLinear): Value {
  const inputs = x.shape.at(-1)!;
  const weight = parameter(`${name}.weight`, [outputs, inputs], initialization.weight);
  const bias = parameter(`${name}.bias`, [outputs], initialization.bias);
  const lead = x.shape.slice(0, -1);
  return g.reshape(g.gemm(g.reshape(x, [elementCount(lead), inputs]), weight, bias, { transB: true }), [...lead, outputs]);
}

/** Over the last axis. PVT mixes epsilons: 1e-6 in blocks and at the end, 1e-5 after patch embedding and reduction. */
export function layerNorm({ g, parameter }: ModelScope, x: Value, name: string, epsilon: number): Value {
  const width = [x.shape.at(-1)!];
  return g.layerNormalization(x, parameter(`${name}.weight`, width, 'ones'), parameter(`${name}.bias`, width, 'zeros'), epsilon);
}

/** Linear, GELU, Linear, back to the input's width. */
export function geluMlp(scope: ModelScope, x: Value, name: string, hidden: number): Value {
  const width = x.shape.at(-1)!;
  return linear(scope, scope.g.gelu(linear(scope, x, `${name}.fc1`, hidden)), `${name}.fc2`, width);
}

/** Linear to the same width, ReLU, Linear to `outputs`: the projections between text and visual widths. */
export function reluProjection(scope: ModelScope, x: Value, name: string, middle: number, outputs: number): Value {
  return linear(scope, scope.g.relu(linear(scope, x, `${name}.0`, middle)), `${name}.2`, outputs);
}

/** [batch, tokens, heads * d] -> [batch, heads, tokens, d]. */
export function splitHeads({ g }: ModelScope, x: Value, heads: number): Value {
  const [batch, tokens, width] = x.shape as [number, number, number];
  return g.transpose(g.reshape(x, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, tokens, d] -> [batch, tokens, heads * d]. */
export function mergeHeads({ g }: ModelScope, x: Value): Value {
  const [batch, heads, tokens, depth] = x.shape as [number, number, number, number];
  return g.reshape(g.transpose(x, [0, 2, 1, 3]), [batch, tokens, heads * depth]);
}

/**
 * A convolution whose kernel equals its stride, as a product: tokens [batch, side * side, channels] in row order ->
 * [batch, (side / patch)^2, outputs]. `weight` keeps the convolution's shape [outputs, channels, patch, patch].
 */
export function patchConvolution(scope: ModelScope, tokens: Value, name: string, patch: number, outputs: number): Value {
  const { g } = scope;
  const [batch, count, channels] = tokens.shape as [number, number, number];
  const cells = Math.sqrt(count) / patch;
  if (!Number.isInteger(cells)) throw new Error(`${name}: a grid of ${Math.sqrt(count)} does not divide into patches of ${patch}`);
  const patches = g.transpose(g.reshape(tokens, [batch, cells, patch, cells, patch, channels]), [0, 1, 3, 5, 2, 4]);
  return patchProduct(scope, g.reshape(patches, [batch, cells * cells, channels * patch * patch]), name, [outputs, channels, patch, patch]);
}

/** The same for a picture [batch, channels, side, side]. */
export function pictureConvolution(scope: ModelScope, picture: Value, name: string, patch: number, outputs: number): Value {
  const { g } = scope;
  const [batch, channels, side] = picture.shape as [number, number, number];
  const cells = side / patch;
  const patches = g.transpose(g.reshape(picture, [batch, channels, cells, patch, cells, patch]), [0, 2, 4, 1, 3, 5]);
  return patchProduct(scope, g.reshape(patches, [batch, cells * cells, channels * patch * patch]), name, [outputs, channels, patch, patch]);
}

function patchProduct({ g, parameter }: ModelScope, patches: Value, name: string, shape: readonly [number, number, number, number]): Value {
  const [batch, count, inputs] = patches.shape as [number, number, number];
  const outputs = shape[0];
  const first = uniformLinear(inputs);
  const weight = g.reshape(parameter(`${name}.weight`, shape, first.weight), [outputs, inputs]);
  const bias = parameter(`${name}.bias`, [outputs], first.bias);
  return g.reshape(g.gemm(g.reshape(patches, [batch * count, inputs]), weight, bias, { transB: true }), [batch, count, outputs]);
}
