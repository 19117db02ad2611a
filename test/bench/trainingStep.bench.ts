/**
 * One training step of each preset on random data: seconds an image and the process's peak memory, a process a preset.
 * `node test/bench/trainingStep.bench.ts [preset] [device]` measures one.
 */
import { execFileSync } from 'node:child_process';
import { createRandom } from '../../engine/random/random.ts';
import type { ComputeDevice } from '../../engine/runtime/session.ts';
import { presets } from '../../engine/train/presets.ts';
import { createTrainer } from '../../engine/train/trainer.ts';
import type { Preset } from '../../engine/train/runRecord.ts';

/** The paper's 16 pictures of 448 px a step take more memory than a laptop has spare; its figure is for this batch. */
const batchSizes: Record<Preset, number> = { tiny: 32, laptop: 16, paper: 4 };
const timedSteps = 4;

async function measure(preset: Preset, device: ComputeDevice) {
  const training = { ...presets[preset], batchSize: batchSizes[preset] };
  const { batchSize, model } = training;
  const began = performance.now();
  const trainer = await createTrainer(training, batchSize, device, null);
  const ready = performance.now() - began;
  const random = createRandom('benchmark', preset);
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
  const batch = { picture: draw(batchSize * 3 * model.imageSize ** 2), text: draw(batchSize * 4 * model.textWidth), target: draw(batchSize * model.classes).fill(1 / model.classes), draws: Array.from({ length: batchSize }, (_, row) => String(row)) };
  await trainer.step(batch, 1, 1e-5);
  const start = performance.now();
  for (let step = 2; step < 2 + timedSteps; step++) await trainer.step(batch, step, 1e-5);
  const seconds = (performance.now() - start) / 1000 / timedSteps;
  return {
    preset, device, imageSize: model.imageSize, batchSize, 'ready s': +(ready / 1000).toFixed(2), 's/step': +seconds.toFixed(3),
    's/image': +(seconds / batchSize).toFixed(4), 'peak MB': Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

const [preset, device = 'cpu'] = process.argv.slice(2);
if (preset) {
  process.stdout.write(JSON.stringify(await measure(preset as Preset, device as ComputeDevice)));
  process.exit(0);
}
console.table(Object.keys(batchSizes).map((name) => JSON.parse(execFileSync(process.execPath, [import.meta.filename, name], { encoding: 'utf8' })) as object));
