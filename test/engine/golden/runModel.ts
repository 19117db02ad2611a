import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import type { Value } from '../../../engine/graph/value.ts';
import { gradients } from '../../../engine/autodiff/gradients.ts';
import { createParameterTable, type ParameterTable } from '../../../engine/model/parameters.ts';
import type { ModelRecord } from '../../../engine/onnx/modelProto.ts';
import { createSession, createTensor } from '../../../engine/runtime/session.ts';
import { drawn, drawnParameter } from '../../support/drawn.ts';

type Outputs = Record<string, ArrayLike<number>>;

interface BlockRun {
  readonly results: Outputs;
  /** Names of the block's parameters. */
  readonly parameters: readonly string[];
}

/** Runs a model on the CPU; inputs that are not given are parameters and are drawn. */
export async function runModel(model: ModelRecord, inputs: Readonly<Record<string, Float32Array>>, draw = drawnParameter): Promise<Outputs> {
  const session = await createSession(model, { device: 'cpu', threads: 2 });
  try {
    const feeds = model.inputs.map(({ name, dataType, shape }) => {
      const sizes = shape.map(Number);
      return [name, createTensor(dataType, inputs[name] ?? draw(name, sizes), sizes)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
  } finally {
    await session.release();
  }
}

/**
 * Runs one block alone. Outputs: `output`, and `grad.<name>` of the inputs and parameters in `gradientsOf`, for the sum of the output times the
 * weights drawn as "<name> weights", or for the output itself where it is a scalar.
 */
export async function runBlock(name: string, inputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>,
  build: (scope: ParameterTable, values: Record<string, Value>) => Value, gradientsOf: readonly string[], draw = drawnParameter): Promise<BlockRun> {
  const g = new GraphBuilder();
  const scope = createParameterTable(g);
  const values = Object.fromEntries(Object.entries(inputs).map(([input, { shape }]) => [input, g.input(input, shape)]));
  const output = build(scope, values);
  g.output(output, 'output');
  const axes = output.shape.map((_, axis) => axis);
  const loss = output.shape.length === 0 ? output : g.reduceSum(g.mul(output, g.constant(drawn(`${name} weights`, output.shape), output.shape)), axes, false);
  const targets = gradientsOf.map((target) => {
    const value = values[target] ?? scope.values.find((parameter) => parameter.name === target);
    if (!value) throw new Error(`${name} has no "${target}"`);
    return value;
  });
  gradients(g, loss, targets).forEach((slope, index) => g.output(slope, `grad.${gradientsOf[index]}`));
  const results = await runModel(g.build('block'), Object.fromEntries(Object.entries(inputs).map(([input, { data }]) => [input, data])), draw);
  return { results, parameters: scope.specs.map((spec) => spec.name) };
}
