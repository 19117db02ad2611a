import * as vscode from 'vscode';
import { mapSplits } from '../../engine/analyze/mapKey.ts';
import { firstMap } from '../panels/mapPanels.ts';
import { firstSplit } from '../panels/firstSplit.ts';
import { gatherReport } from '../protocol/events.ts';
import type { Services } from '../services.ts';
import { setting } from '../settings.ts';
import { isTrusted } from './isTrusted.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';
import { hasWeights, pickRun, type RunArgument } from './pickRun.ts';
import { surestFirst } from './surestFirst.ts';

const untrained = 'No run has been trained to its end yet.';
const trained = (title: string) => ({ title, fits: hasWeights, none: untrained });

export async function analyzeRun(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, trained('Analyze Run'));
  if (view) await services.panels.show('analysis', view.run);
}

export async function showMap(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, trained('Show Map'));
  if (view) await services.maps.show(view.run);
}

/** The t-SNE map of a split's fused features, computed in a process of its own, then shown. */
export async function computeMap(services: Services, given: RunArgument): Promise<void> {
  if (!isTrusted()) return;
  const view = await pickRun(services, given, trained('Compute Map: run'));
  if (!view) return;
  const first = [...view.predicted, ...mapSplits.filter((split) => split === 'all' || !view.predicted.includes(split))];
  const choice = await vscode.window.showQuickPick(first, { title: `Compute Map of ${view.name}`, placeHolder: 'Split', ignoreFocusOut: true });
  const split = mapSplits.find((name) => name === choice);
  if (!split) return;
  const map = { ...firstMap(view), split, seed: setting('stickerLab.train.seed') };
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Computing the t-SNE map of ${view.name}, ${split}`, cancellable: true },
    (_, token) => services.engine.request('map/compute', { run: view.run, map }, token),
  );
  await services.maps.show(view.run, map);
}

export async function showRuns(services: Services, given: DatasetArgument): Promise<void> {
  const dataset = await pickDataset(services, given, 'Show Runs');
  if (dataset) await services.runTables.show(dataset.root);
}

/** Opens the Sticker panel on what a run got wrong, to walk through: what it was surest of comes first. */
export async function inspectMistakes(services: Services, given: RunArgument): Promise<void> {
  const { datasets, engine, sticker } = services;
  const view = await pickRun(services, given, { title: 'Inspect Mistakes', fits: ({ predicted }) => predicted.length > 0, none: 'No run has predicted anything yet.' });
  if (!view) return;
  const { root } = await datasets.ofRun(view.run);
  const split = firstSplit(view.predicted);
  const [{ ids }, predictions] = await Promise.all([
    engine.request('gallery/ids', { root, filter: { splits: [split], prediction: { run: view.run, outcome: 'wrong' } } }),
    engine.request('predictions/read', { run: view.run, split, checkpoint: 'best' }),
  ]);
  const [first, ...rest] = surestFirst(ids, predictions);
  if (first === undefined) {
    void vscode.window.showInformationMessage(view.predicted.length === 0 ? `${view.name} has predicted nothing yet: analyze it first.` : `${view.name} got nothing wrong on the ${split} split.`);
    return;
  }
  const filter = { selection: { ids: [first, ...rest], reason: `mistakes of ${view.name}, ${split} split, surest first` } };
  await sticker.show({ root, id: first, filter, run: view.run }, { takeFocus: true });
}

/** Has the run's Analysis panel draw its figures; it then asks where the report is to be written. */
export async function exportReport(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, trained('Export Report: run'));
  if (!view) return;
  await services.panels.show('analysis', view.run);
  await services.panels.tellStarted(gatherReport, 'analysis', view.run, null);
}
