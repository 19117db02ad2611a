import * as vscode from 'vscode';
import type { DatasetView } from '../../engine/service/requests.ts';
import { commands } from '../contributions.ts';
import type { Services } from '../services.ts';

/** What a command is given: a root, a tree node, or nothing from the palette. */
export type DatasetArgument = string | { readonly root: string } | undefined;

/** The dataset meant: the given one, the only open one, else asked for. Undefined where the person backs out. */
export async function pickDataset({ datasets }: Services, given: DatasetArgument, title: string): Promise<DatasetView | undefined> {
  const root = typeof given === 'string' ? given : given?.root;
  if (root) return datasets.ensureOpen(root);
  await datasets.restore();
  if (datasets.all.length === 0) {
    const open = 'Open Dataset...';
    const sample = 'Open Sample Dataset';
    const choice = await vscode.window.showInformationMessage('No dataset is open yet.', open, sample);
    if (choice === open) await vscode.commands.executeCommand(commands.openDataset);
    if (choice === sample) await vscode.commands.executeCommand(commands.openSampleDataset);
    return undefined;
  }
  if (datasets.all.length === 1) return datasets.all[0];
  const items = datasets.all.map((view) => ({ label: view.name, description: view.root, view }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Dataset' }))?.view;
}
