import { elementCount } from '../../engine/graph/value.ts';
import type { GraphBuilder } from '../../engine/graph/graphBuilder.ts';
import type { Value } from '../../engine/graph/value.ts';
import { createSession, createTensor, type Elements } from '../../engine/runtime/session.ts';
import { createRandom } from '../../engine/random/random.ts';

/** Runs a small graph on the CPU; inputs by name, outputs by name. */
export async function runGraph(g: GraphBuilder, outputs: Readonly<Record<string, Value>>, inputs: Readonly<Record<string, Elements>>): Promise<Record<string, number[]>> {
  for (const [name, value] of Object.entries(outputs)) g.output(value, name);
  const session = await createSession(g.build('test'), { device: 'cpu', threads: 1 });
  const feeds = Object.fromEntries(g.inputs.map(({ name, dataType, shape }) => [name, createTensor(dataType, inputs[name], shape)]));
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, Array.from(tensor.data as Float32Array, Number)]));
}

export function randomArray(shape: readonly number[], ...keys: (string | number)[]): Float32Array {
  const random = createRandom(...keys);
  return Float32Array.from({ length: elementCount(shape) }, () => random.normal());
}
