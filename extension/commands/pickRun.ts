import * as vscode from 'vscode';
import type { RunView } from '../../engine/service/requests.ts';
import { commands } from '../contributions.ts';
import { findRun } from '../panels/runPanels.ts';
import type { Services } from '../services.ts';
import { runDescription } from '../views/runText.ts';

/** What a command is given: a run folder, a tree node, or nothing from the palette. */
export type RunArgument = string | { readonly run: string } | undefined;

export interface RunQuestion {
  readonly title: string;
  readonly fits: (view: RunView) => boolean;
  /** Said where no run fits. */
  readonly none: string;
}

/** Whether the run has weights to predict with. */
export const hasWeights = ({ predicted, result }: RunView): boolean => predicted.length > 0 || result !== null;

/** The run meant: the given one, the only fitting one, else asked for. Undefined where the person backs out. */
export async function pickRun({ datasets, runs }: Services, given: RunArgument, question: RunQuestion): Promise<RunView | undefined> {
  const folder = typeof given === 'string' ? given : given?.run;
  if (folder) return (await findRun(datasets, runs, folder)).run;
  await datasets.restore();
  await Promise.all(datasets.all.map(({ root }) => runs.refresh(root)));
  const fitting = runs.all.map(({ run }) => run).filter(question.fits);
  if (fitting.length === 0) {
    const train = 'Train MGHFT...';
    const choice = await vscode.window.showInformationMessage(question.none, train);
    if (choice === train) await vscode.commands.executeCommand(commands.train);
    return undefined;
  }
  if (fitting.length === 1) return fitting[0];
  const items = fitting.map((view) => ({ label: view.name, description: runDescription(view), view }));
  return (await vscode.window.showQuickPick(items, { title: question.title, placeHolder: 'Run', ignoreFocusOut: true }))?.view;
}
