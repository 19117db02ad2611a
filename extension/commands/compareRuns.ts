import * as vscode from 'vscode';
import type { RunView } from '../../engine/service/requests.ts';
import { findRun } from '../panels/runPanels.ts';
import type { Services } from '../services.ts';
import { runDescription } from '../views/runText.ts';
import { hasWeights, pickRun, type RunArgument } from './pickRun.ts';

const title = 'Compare Runs';

/** Compares two runs of a dataset: the two that are marked in the tree, else the given one with another, else two that are asked for. The older one is the first. */
export async function compareRuns(services: Services, given: RunArgument, marked: unknown): Promise<void> {
  const { datasets, runs, runTables } = services;
  const first = await pickRun(services, given, { title: `${title}: first run`, fits: hasWeights, none: 'No run has been trained to its end yet.' });
  if (!first) return;
  const { root } = await datasets.ofRun(first.run);
  const others = runs.of(root).filter((view) => view.run !== first.run && hasWeights(view));
  const second = await markedWith(services, first, marked) ?? await pickOther(first, others);
  if (!second) return;
  const [older, newer] = [first, second].toSorted((a, b) => a.created.localeCompare(b.created));
  await runTables.show(root, older.run, newer.run);
}

/** The other one of exactly two runs of one dataset marked in the tree, which hands its marked nodes on as a second argument. */
async function markedWith({ datasets, runs }: Services, first: RunView, marked: unknown): Promise<RunView | undefined> {
  const folders = Array.isArray(marked) ? marked.flatMap((node: { run?: string }) => node.run ?? []) : [];
  const other = folders.length === 2 ? folders.find((folder) => folder !== first.run) : undefined;
  if (other === undefined) return undefined;
  const found = await findRun(datasets, runs, other);
  return found.dataset.root === (await datasets.ofRun(first.run)).root ? found.run : undefined;
}

async function pickOther(first: RunView, others: readonly RunView[]): Promise<RunView | undefined> {
  if (others.length === 0) {
    void vscode.window.showInformationMessage(`${first.name} is the only run of its dataset that has been trained: there is nothing to compare it with.`);
    return undefined;
  }
  const items = others.map((view) => ({ label: view.name, description: runDescription(view), view }));
  return (await vscode.window.showQuickPick(items, { title: `${title}: ${first.name} and`, placeHolder: 'Second run', ignoreFocusOut: true }))?.view;
}
