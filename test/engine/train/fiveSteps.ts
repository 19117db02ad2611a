/** Takes five training steps of a small MGHFT on the device named by the first argument and prints what came out as JSON. */
import { createRandom } from '../../../engine/random/random.ts';
import type { ComputeDevice } from '../../../engine/runtime/session.ts';
import { createTrainer, initialState } from '../../../engine/train/trainer.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import { microTraining } from '../../support/microModel.ts';

const device = process.argv[2] as ComputeDevice;
const { batchSize, model } = microTraining;
const { parameters } = buildPredictionGraph(model, 1, device);
const start = initialState(parameters, microTraining.seed);
// At the first draw attention is almost uniform, so that key tokens tie to within rounding; peaked, the choice is clear.
for (const [name, data] of start) if (/^block.*attn\.(q|kv)\.weight/.test(name)) data.forEach((x, i) => { data[i] = 30 * x; });
const trainer = await createTrainer(microTraining, batchSize, device, start);
const random = createRandom('five steps');
const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
const losses: number[] = [];
for (let step = 1; step <= 5; step++) {
  const target = new Float32Array(batchSize * model.classes);
  for (let row = 0; row < batchSize; row++) target[row * model.classes + random.integer(model.classes)] = 1;
  const batch = { picture: draw(batchSize * 3 * model.imageSize ** 2), text: draw(batchSize * 4 * model.textWidth), target, draws: Array.from({ length: batchSize }, (_, row) => `${step} ${row}`) };
  losses.push((await trainer.step(batch, step, 1e-3)).losses.loss);
}
const locations = [...new Set(Object.values(trainer.state.tensors()).map((tensor) => tensor.location))];
const state = await trainer.state.read();
const norms = Object.fromEntries([...state].map(([name, data]) => [name, Math.hypot(...data)]));
process.stdout.write(JSON.stringify({ losses, locations, norms }));
process.exit(0);
