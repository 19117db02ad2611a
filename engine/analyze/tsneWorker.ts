import { parentPort, workerData } from 'node:worker_threads';
import { computeAffinities } from './affinities.ts';
import { moveLayout } from './moveLayout.ts';
import { principalComponents } from './pca.ts';
import type { WorkerTask } from './workerTask.ts';

const task = workerData as WorkerTask;
const answer = (message: unknown) => parentPort!.postMessage(message);
if (task.kind === 'components') answer(principalComponents(task.points, task.n, task.width, task.k, task.seed).scores);
else if (task.kind === 'affinities') answer(computeAffinities(task.neighbours, task.n, task.k, task.perplexity));
else moveLayout(task, answer);
