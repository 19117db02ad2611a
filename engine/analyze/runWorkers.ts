import { Worker } from 'node:worker_threads';
import type { WorkerTask } from './workerTask.ts';

/**
 * Runs one worker thread per task and returns when all have ended. The first failure, or the signal, ends every worker and is thrown.
 * `workerFile` is `tsneWorker.ts` from source, `tsneWorker.js` beside the bundled engine.
 */
export async function runWorkers(workerFile: URL, tasks: readonly WorkerTask[], signal?: AbortSignal, onAnswer?: (answer: unknown) => void): Promise<void> {
  signal?.throwIfAborted();
  const workers = tasks.map((task) => new Worker(workerFile, { workerData: task }));
  const ended = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      let running = workers.length;
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true, signal: ended.signal });
      for (const worker of workers) {
        if (onAnswer) worker.on('message', onAnswer);
        worker.on('error', reject);
        worker.on('exit', (code) => {
          if (code !== 0) reject(new Error(`analysis worker ended with code ${code}`));
          else if (--running === 0) resolve();
        });
      }
    });
  } finally {
    ended.abort();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
