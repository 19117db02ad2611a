import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import { gradientRules } from './gradientRules.ts';

/** Names of all values through which a cotangent could reach one of `targets`. */
function reachingValues(g: GraphBuilder, targets: readonly Value[]): Set<string> {
  const reaching = new Set(targets.map((value) => value.name));
  for (const node of g.nodes) {
    if (gradientRules[node.op] && node.inputs.some((value) => value && reaching.has(value.name))) reaching.add(node.outputs[0].name);
  }
  return reaching;
}

/**
 * Reverse-mode differentiation, graph to graph: adds the nodes that compute d loss / d target and returns their values, in
 * the order of `targets`, each of its target's shape. `loss` must be a scalar.
 * @throws where a target does not influence the loss: a parameter that never trains is a mistake in the model.
 */
export function gradients(g: GraphBuilder, loss: Value, targets: readonly Value[]): Value[] {
  if (loss.shape.length !== 0) throw new Error(`loss must be a scalar, not [${loss.shape.join(', ')}]`);
  const reaching = reachingValues(g, targets);
  const cotangents = new Map<string, Value>([[loss.name, g.constant(1)]]);
  for (const node of g.nodes.slice().toReversed()) {
    const rule = gradientRules[node.op];
    const cotangent = cotangents.get(node.outputs[0].name);
    if (!rule || !cotangent || !reaching.has(node.outputs[0].name)) continue;
    const needed = node.inputs.map((value) => value !== null && reaching.has(value.name));
    const parts = rule(g, cotangent, node, needed);
    node.inputs.forEach((value, index) => {
      const part = parts[index];
      if (!value || !part || !needed[index]) return;
      const sum = cotangents.get(value.name);
      cotangents.set(value.name, sum ? g.add(sum, part) : part);
    });
  }
  return targets.map((target) => {
    const cotangent = cotangents.get(target.name);
    if (!cotangent) throw new Error(`${target.name} does not influence the loss`);
    return cotangent;
  });
}
