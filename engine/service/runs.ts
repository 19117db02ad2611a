import { open } from 'node:fs/promises';
import path from 'node:path';
import { runsFolder } from '../store/storage.ts';
import { runFiles, type MetricsEntry } from '../train/runRecord.ts';
import { runToEnd } from './cliProcess.ts';
import type { OpenDatasets } from './openDatasets.ts';
import { listRuns } from './readRunView.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { resumeRun, startRun, stopRun } from './startRun.ts';

type RunRequests = Pick<RequestHandlers, 'runs/list' | 'run/start' | 'run/stop' | 'run/resume' | 'run/metrics' | 'run/exportOnnx' | 'run/log'>;

/** Bytes of a metrics file or log sent in one answer. */
const mostBytes = 8 * 1024 ** 2;

export function runRequests(datasets: OpenDatasets, cli: string): RunRequests {
  return {
    'runs/list': ({ root }) => listRuns(runsFolder(datasets.get(root).storage)),
    async 'run/start'(params, signal) {
      const { storage, dataset } = datasets.get(params.root);
      return { run: await startRun(cli, runsFolder(storage), { ...params, root: dataset.root }, signal) };
    },
    async 'run/stop'({ run }) {
      await stopRun(run);
      return null;
    },
    async 'run/resume'({ run }, signal) {
      await resumeRun(cli, datasets.ofRun(run).dataset.root, run, signal);
      return null;
    },
    async 'run/exportOnnx'({ run, file }, signal) {
      const { bytes } = JSON.parse(await runToEnd(cli, ['export-onnx', run, '--out', file, '--json'], run, signal)) as { bytes: number };
      return { bytes };
    },
    async 'run/metrics'({ run, from }) {
      const { text, size } = await readFrom(path.join(run, runFiles.metrics), from);
      // A resumed run may have cut the file back to its checkpoint: then from the start.
      if (size < from) return readMetrics((await readFrom(path.join(run, runFiles.metrics), 0)).text, 0);
      return readMetrics(text, from);
    },
    async 'run/log'({ run }) {
      const file = path.join(run, runFiles.log);
      const { size } = await readFrom(file, Number.MAX_SAFE_INTEGER);
      return { text: (await readFrom(file, Math.max(0, size - mostBytes))).text.toString('utf8') };
    },
  };
}

/** `from` and `next` count bytes; a last line that is not ended yet is left for the next call. */
function readMetrics(text: Buffer, from: number): { entries: MetricsEntry[]; next: number } {
  const end = text.lastIndexOf('\n') + 1;
  const entries: MetricsEntry[] = [];
  for (const line of text.toString('utf8', 0, end).split('\n')) {
    try {
      if (line) entries.push(JSON.parse(line) as MetricsEntry);
    } catch {
      // A line cut off by a crash, with the resumed run's lines after it.
    }
  }
  return { entries, next: from + end };
}

async function readFrom(file: string, from: number): Promise<{ text: Buffer; size: number }> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return { text: Buffer.alloc(0), size: 0 };
  try {
    const { size } = await handle.stat();
    const text = Buffer.alloc(Math.max(0, Math.min(size - from, mostBytes)));
    const { bytesRead } = await handle.read(text, 0, text.length, from);
    return { text: text.subarray(0, bytesRead), size };
  } finally {
    await handle.close();
  }
}
