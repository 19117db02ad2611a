import { drawnLabels } from '../../support/drawn.ts';

/** Drawn labels as rows of probabilities; smoothing spreads its mass over all classes, the right one among them. */
export function drawnTarget(name: string, batch: number, classes: number, smoothing: number): Float32Array {
  const target = new Float32Array(batch * classes).fill(smoothing / classes);
  drawnLabels(name, batch, classes).forEach((label, row) => { target[row * classes + label] += 1 - smoothing; });
  return target;
}
