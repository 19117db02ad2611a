import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';

export interface OptimizerConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled; not applied to one-dimensional parameters (timm's rule: biases and norms). */
  readonly weightDecay: number;
}

/** The numbers of one step: learning rate, and 1 / (1 - beta^t) for both moments. Scalars. */
export interface StepScalars {
  readonly learningRate: Value;
  readonly correction1: Value;
  readonly correction2: Value;
}

export interface AdamWState {
  readonly parameter: Value;
  readonly first: Value;
  readonly second: Value;
}

/** t counts from 1. */
export const momentCorrection = (beta: number, t: number) => 1 / (1 - beta ** t);

/** AdamW (Loshchilov and Hutter 2019, algorithm 2) as graph nodes, for one parameter. */
export function adamW(g: GraphBuilder, { parameter, first, second }: AdamWState, gradient: Value, scalars: StepScalars, config: OptimizerConfig): AdamWState {
  const nextFirst = g.add(g.scale(first, config.beta1), g.scale(gradient, 1 - config.beta1));
  const nextSecond = g.add(g.scale(second, config.beta2), g.scale(g.mul(gradient, gradient), 1 - config.beta2));
  const denominator = g.shift(g.sqrt(g.mul(nextSecond, scalars.correction2)), config.epsilon);
  const direction = g.div(g.mul(nextFirst, scalars.correction1), denominator);
  const decayed = config.weightDecay > 0 && parameter.shape.length > 1 ? g.add(direction, g.scale(parameter, config.weightDecay)) : direction;
  return { parameter: g.sub(parameter, g.mul(decayed, scalars.learningRate)), first: nextFirst, second: nextSecond };
}
