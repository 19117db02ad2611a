import path from 'node:path';
import * as vscode from 'vscode';
import type { ExportFormat } from '../../engine/dataset/formatDataset.ts';
import type { ImportReport } from '../../engine/service/descriptionRequests.ts';
import type { Services } from '../services.ts';
import { unlinked } from '../unlinked.ts';
import { exportSummary } from './exportText.ts';
import { importChoices, importSummary } from './importText.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';

const progress = vscode.ProgressLocation.Notification;

/** Reads a file of descriptions, shows what it would do, and takes in what the person wants. */
export async function importDescriptions(services: Services, given: DatasetArgument): Promise<void> {
  const { engine, log } = services;
  const dataset = await pickDataset(services, given, 'Import Descriptions: dataset');
  if (!dataset) return;
  const { root } = dataset;
  const [chosen] = await vscode.window.showOpenDialog({
    title: `Import Descriptions into ${dataset.name}`, openLabel: 'Read', filters: { 'Descriptions (JSONL, CSV, JSON)': ['jsonl', 'csv', 'json'] }, defaultUri: vscode.Uri.file(root),
  }) ?? [];
  if (!chosen) return;
  const file = chosen.fsPath;
  const name = unlinked(path.basename(file));
  const run = (title: string, apply: boolean, overwrite: boolean) => vscode.window.withProgress(
    { location: progress, title, cancellable: true }, (_, token) => engine.request('descriptions/import', { root, file, apply, overwrite }, token));
  const report = await run(`Reading ${name}`, false, false);
  for (const line of report.broken) log.warn(`${file}: ${line}`);
  if (report.unknown.length > 0) log.warn(`${file}: no sticker of ${dataset.name}: ${report.unknown.join(', ')}`);
  const overwrite = await chooseImport(services, name, report);
  if (overwrite === undefined) return;
  const { taken } = await run(`Taking texts in from ${name}`, true, overwrite);
  void vscode.window.showInformationMessage(`${taken.toLocaleString('en')} text${taken === 1 ? '' : 's'} of ${name} ${taken === 1 ? 'is' : 'are'} taken in. One undo takes them back.`);
}

/** Whether a person's texts are written over; undefined where nothing is to be taken. */
async function chooseImport({ log }: Services, name: string, report: ImportReport): Promise<boolean | undefined> {
  const choices = importChoices(report);
  if (choices.length === 0) {
    const showLog = 'Show Log';
    const choice = await vscode.window.showInformationMessage(`${name} brings nothing new: ${importSummary(report)}.`, ...(report.broken.length + report.unknown.length > 0 ? [showLog] : []));
    if (choice === showLog) log.show();
    return undefined;
  }
  const faults = [...report.broken, ...report.unknown.slice(0, 20).map((id) => `no sticker ${id}`)];
  const items: (vscode.QuickPickItem & { readonly overwrite?: boolean })[] = [
    ...choices, { label: '$(close) Cancel', description: 'nothing is changed' },
    ...(faults.length > 0 ? [{ label: 'left out, all of it in the log', kind: vscode.QuickPickItemKind.Separator }, ...faults.slice(0, 20).map((label) => ({ label: `$(warning) ${label}` }))] : []),
  ];
  return (await vscode.window.showQuickPick(items, { title: `Import ${name}`, placeHolder: importSummary(report), ignoreFocusOut: true }))?.overwrite;
}

const formats: readonly { value: ExportFormat; label: string; detail: string; name: string; filters: Record<string, string[]> }[] = [
  { value: 'jsonl', label: 'JSONL', detail: 'One line a sticker: id, split, label, text and the four views.', name: 'descriptions.jsonl', filters: { JSONL: ['jsonl'] } },
  { value: 'csv', label: 'CSV', detail: 'One row a sticker, a column a view.', name: 'descriptions.csv', filters: { CSV: ['csv'] } },
  { value: 'huggingface', label: 'Hugging Face', detail: 'metadata.jsonl, as the library datasets reads it beside the pictures.', name: 'metadata.jsonl', filters: { JSONL: ['jsonl'] } },
  { value: 'mghft', label: 'MGHFT', detail: 'A folder with the annotation files that the released MGHFT code loads, the views in one marked text.', name: '', filters: {} },
];

/** Asks for format and target, and writes the dataset's annotations with their present descriptions there. */
export async function exportDataset(services: Services, given: DatasetArgument): Promise<void> {
  const dataset = await pickDataset(services, given, 'Export Dataset: dataset');
  if (!dataset) return;
  const title = `Export ${dataset.name}`;
  const format = await vscode.window.showQuickPick(formats, { title, placeHolder: 'Format', ignoreFocusOut: true });
  if (!format) return;
  const parent = path.dirname(dataset.root);
  const target = format.name === ''
    ? (await vscode.window.showOpenDialog({ title, openLabel: 'Export Here', canSelectFiles: false, canSelectFolders: true, defaultUri: vscode.Uri.file(parent) }))?.[0]
    : await vscode.window.showSaveDialog({ title, defaultUri: vscode.Uri.file(path.join(parent, format.name)), filters: format.filters });
  if (!target) return;
  const exported = await vscode.window.withProgress(
    { location: progress, title: `Exporting ${dataset.name}`, cancellable: true },
    (_, token) => services.engine.request('descriptions/export', { root: dataset.root, format: format.value, out: target.fsPath }, token),
  );
  const { files } = exported;
  const open = 'Open';
  const choice = await vscode.window.showInformationMessage(unlinked(exportSummary(exported)), ...(files.length > 0 ? [open] : []));
  if (choice === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(files[0]));
}
