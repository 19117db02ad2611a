import { parentPort, workerData } from 'node:worker_threads';
import { computeAffinities } from './affinities.ts';
import { moveLayout } from './moveLayout.ts';
import { searchTile, squaredNorms, tileRows } from './neighbours.ts';
import { principalComponents } from './pca.ts';
import type { NeighboursTask, WorkerTask } from './workerTask.ts';

function findNeighbours({ points, n, width, k, nextTile, found }: NeighboursTask): void {
  const norms = squaredNorms(points, n, width);
  for (;;) {
    const firstRow = Atomics.add(nextTile, 0, 1) * tileRows;
    if (firstRow >= n) return;
    searchTile(points, n, width, k, norms, firstRow, Math.min(tileRows, n - firstRow), found);
  }
}

const task = workerData as WorkerTask;
const answer = (message: unknown) => parentPort!.postMessage(message);
if (task.kind === 'neighbours') findNeighbours(task);
else if (task.kind === 'components') answer(principalComponents(task.points, task.n, task.width, task.k, task.seed).scores);
else if (task.kind === 'affinities') answer(computeAffinities(task.neighbours, task.n, task.k, task.perplexity));
else moveLayout(task, answer);
