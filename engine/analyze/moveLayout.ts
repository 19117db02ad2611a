import { createQuadtree } from './quadtree.ts';
import type { LayoutProgress, LayoutTask } from './workerTask.ts';

const earlyMomentum = 0.5;
const lateMomentum = 0.8;
const gainStep = 0.2;
const gainDecay = 0.8;
const minGain = 0.01;
/** The divergence that is kept is measured finer than the forces are. */
const finalTheta = 0.2;

/** Returns once all `workers` have arrived. barrier[0] counts arrivals, barrier[1] the rounds. */
function meet(barrier: Int32Array, workers: number): void {
  const round = Atomics.load(barrier, 1);
  if (Atomics.add(barrier, 0, 1) === workers - 1) {
    Atomics.store(barrier, 0, 0);
    Atomics.add(barrier, 1, 1);
    Atomics.notify(barrier, 1);
  } else {
    while (Atomics.load(barrier, 1) === round) Atomics.wait(barrier, 1, round);
  }
}

/** Attraction sum_j p_ij (y_i - y_j) / (1 + d^2); where asked, also sum_j p_ij (log p_ij + log(1 + d^2)) for the divergence. */
function attract({ affinities, positions, attraction, divergences }: LayoutTask, from: number, to: number, withDivergence: boolean): void {
  const { starts, columns, values } = affinities;
  for (let i = from; i < to; i++) {
    const x = positions[2 * i];
    const y = positions[2 * i + 1];
    let forceX = 0, forceY = 0, divergence = 0;
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const j = columns[e];
      const dx = x - positions[2 * j];
      const dy = y - positions[2 * j + 1];
      const p = values[e];
      const distance = 1 + dx * dx + dy * dy;
      forceX += (p / distance) * dx;
      forceY += (p / distance) * dy;
      if (withDivergence && p > 0) divergence += p * (Math.log(p) + Math.log(distance));
    }
    attraction[2 * i] = forceX;
    attraction[2 * i + 1] = forceY;
    divergences[i] = divergence;
  }
}

const sum = (values: Float64Array) => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
};

/**
 * This worker's share of Barnes-Hut t-SNE (van der Maaten 2014): gradient descent with momentum and gains, exaggerated at first.
 * Sums run over all points in the same order in every worker, so the map does not depend on how many there are.
 */
export function moveLayout(task: LayoutTask, report: (progress: LayoutProgress) => void): void {
  const { n, worker, workers, positions, attraction, repulsion, masses, divergences, barrier, parameters } = task;
  const { iterations, exaggerationIterations, reportEvery } = parameters;
  const from = Math.floor((n * worker) / workers);
  const to = Math.floor((n * (worker + 1)) / workers);
  let tree = createQuadtree(n, parameters.theta);
  const gains = new Float64Array(2 * n).fill(1);
  const velocities = new Float64Array(2 * n);

  for (let iteration = 0; ; iteration++) {
    const reporting = iteration % reportEvery === 0 || iteration === iterations;
    if (iteration === iterations) tree = createQuadtree(n, Math.min(parameters.theta, finalTheta));
    tree.build(positions);
    tree.repel(from, to, repulsion, masses);
    attract(task, from, to, reporting);
    meet(barrier, workers);

    const normaliser = Math.max(sum(masses), Number.MIN_VALUE);
    if (reporting && worker === 0) report({ iteration, iterations, kl: sum(divergences) + Math.log(normaliser) });
    if (iteration === iterations) return;
    const early = iteration < exaggerationIterations;
    const exaggeration = early ? parameters.exaggeration : 1;
    const learningRate = early ? parameters.learningRate : parameters.lateLearningRate;
    const momentum = early ? earlyMomentum : lateMomentum;
    for (let at = 2 * from; at < 2 * to; at++) {
      const gradient = 4 * (exaggeration * attraction[at] - repulsion[at] / normaliser);
      gains[at] = velocities[at] * gradient < 0 ? gains[at] + gainStep : Math.max(minGain, gains[at] * gainDecay);
      velocities[at] = momentum * velocities[at] - learningRate * gains[at] * gradient;
      positions[at] += velocities[at];
    }
    meet(barrier, workers);
  }
}
