import * as vscode from 'vscode';
import type { BatchView } from '../../engine/service/describeRequests.ts';
import type { Services } from '../services.ts';
import { batchText } from '../views/batchText.ts';
import type { DatasetArgument } from './pickDataset.ts';

/** The dataset whose batch is meant: the given one, the only fitting one, else asked for. Undefined where the person backs out. */
async function pickBatch({ datasets, engine, batches }: Services, given: DatasetArgument, title: string, none: string, fits: (batch: BatchView) => boolean): Promise<string | undefined> {
  const root = typeof given === 'string' ? given : given?.root;
  if (root !== undefined) return (await datasets.ensureOpen(root)).root;
  await datasets.restore();
  for (const dataset of datasets.all) {
    const batch = await engine.request('batch/read', { root: dataset.root });
    if (batch) batches.take(dataset.root, batch);
  }
  const fitting = batches.all.filter(({ batch }) => fits(batch));
  if (fitting.length === 0) void vscode.window.showInformationMessage(none);
  if (fitting.length <= 1) return fitting[0]?.root;
  const items = fitting.map(({ root: of, batch }) => ({ label: datasets.find(of)?.name ?? of, description: batchText(batch), root: of }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Dataset' }))?.root;
}

export async function pauseDescribing(services: Services, given: DatasetArgument): Promise<void> {
  const root = await pickBatch(services, given, 'Pause Describing', 'Nothing is being described.', ({ state }) => state === 'running');
  if (root !== undefined) services.batches.take(root, await services.engine.request('batch/pause', { root }));
}

export async function stopDescribing(services: Services, given: DatasetArgument): Promise<void> {
  const root = await pickBatch(services, given, 'Stop Describing', 'Nothing is being described.', ({ state }) => state === 'running' || state === 'paused' || state === 'interrupted');
  if (root !== undefined) services.batches.take(root, await services.engine.request('batch/stop', { root }));
}

export async function resumeDescribing(services: Services, given: DatasetArgument): Promise<void> {
  const root = await pickBatch(services, given, 'Resume Describing', 'No batch waits to be resumed.', ({ state }) => state === 'paused' || state === 'stopped' || state === 'interrupted');
  if (root !== undefined) services.batches.take(root, await services.engine.request('batch/resume', { root, retry: false }));
}

/** Describes the stickers of the newest batch that failed once more. */
export async function retryFailed(services: Services, given: DatasetArgument): Promise<void> {
  const root = await pickBatch(services, given, 'Describe Failed Stickers Again', 'No sticker has failed in a batch that is not running.', ({ state, failed }) => failed > 0 && state !== 'running');
  if (root !== undefined) services.batches.take(root, await services.engine.request('batch/resume', { root, retry: true }));
}
