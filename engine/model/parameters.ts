import type { GraphBuilder } from '../graph/graphBuilder.ts';
import { elementCount, type Value } from '../graph/value.ts';
import { createRandom } from '../random/random.ts';

export type Initialization = 'zeros' | 'ones' | 'xavier-uniform' | { readonly normal: number } | { readonly uniform: number };

/** The released model's truncated normal of deviation 0.02 is cut at plus and minus 2, not at two deviations: a normal. */
export const small: Initialization = { normal: 0.02 };

/** First values of a linear layer, as the released model draws them: its backbone, its projections, PyTorch's default elsewhere. */
export interface LinearInitialization {
  readonly weight: Initialization;
  readonly bias: Initialization;
}
export const smallLinear: LinearInitialization = { weight: small, bias: 'zeros' };
export const xavierLinear: LinearInitialization = { weight: 'xavier-uniform', bias: { normal: 1e-6 } };
export const uniformLinear = (inputs: number): LinearInitialization => ({ weight: { uniform: inputs ** -0.5 }, bias: { uniform: inputs ** -0.5 } });

export interface ParameterSpec {
  /** The released checkpoint's name for it. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialization: Initialization;
}

/** Where a model's functions add their nodes, and ask for their parameters by name. */
export interface ModelScope {
  readonly g: GraphBuilder;
  parameter(name: string, shape: readonly number[], initialization: Initialization): Value;
}

export interface ParameterTable extends ModelScope {
  readonly specs: ParameterSpec[];
  readonly values: Value[];
}

/** A scope that makes every parameter a graph input and lists them in the order of their first use. */
export function createParameterTable(g: GraphBuilder): ParameterTable {
  const byName = new Map<string, Value>();
  const specs: ParameterSpec[] = [];
  const values: Value[] = [];
  return {
    g, specs, values,
    parameter(name, shape, initialization) {
      const known = byName.get(name);
      if (known) return known;
      const value = g.input(name, shape);
      byName.set(name, value);
      specs.push({ name, shape, initialization });
      values.push(value);
      return value;
    },
  };
}

/** First values of a parameter. The draw depends on (seed, name) alone, so models of different parts share what they share. */
export function initializeParameter({ name, shape, initialization }: ParameterSpec, seed: number): Float32Array {
  const data = new Float32Array(elementCount(shape));
  if (initialization === 'zeros') return data;
  if (initialization === 'ones') return data.fill(1);
  const random = createRandom(seed, 'parameter', name);
  if (typeof initialization === 'object' && 'normal' in initialization) return data.map(() => random.normal() * initialization.normal);
  const bound = initialization === 'xavier-uniform' ? Math.sqrt(6 / (shape[0] + shape[1])) : initialization.uniform;
  return data.map(() => (2 * random.uniform() - 1) * bound);
}
