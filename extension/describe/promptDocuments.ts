import path from 'node:path';
import * as vscode from 'vscode';
import { promptFileName } from '../../engine/describe/promptFile.ts';
import { schemes } from '../contributions.ts';
import type { DatasetList } from '../datasetList.ts';
import type { StickerName } from '../descriptions/descriptionUri.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import { failureOf } from '../engine/failureOf.ts';
import type { DescriberConfiguration } from './describerConfiguration.ts';
import { promptProblems } from './promptProblems.ts';

const ending = ' prompts.md';

/** Of the read-only document that shows what a model is asked about a sticker. */
export const promptUri = ({ root, id }: StickerName) => vscode.Uri.from({ scheme: schemes.prompts, path: `/${id}${ending}`, query: root });

/** Marks what is wrong with the prompts of open datasets while they are edited, and shows what a model is asked. */
export function followPrompts(engine: EngineClient, datasets: DatasetList, configuration: DescriberConfiguration): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('Sticker Lab Prompts');
  const isPromptFile = ({ scheme, fsPath }: vscode.Uri) => scheme === 'file' && datasets.all.some(({ storage }) => path.join(storage.folder, promptFileName) === fsPath);
  const check = (document: vscode.TextDocument) => {
    if (!isPromptFile(document.uri)) return;
    collection.set(document.uri, promptProblems(document.getText(), configuration.config.allowLabel).map(({ line, message, severity }) => {
      const level = severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
      const diagnostic = new vscode.Diagnostic(document.lineAt(Math.min(line, document.lineCount) - 1).range, message, level);
      diagnostic.source = 'Sticker Lab';
      return diagnostic;
    }));
  };
  const checkAll = () => vscode.workspace.textDocuments.forEach(check);
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = (fits: (root: string) => boolean) => vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === schemes.prompts && fits(uri.query));
  const showAnew = (fits: (root: string) => boolean) => shown(fits).forEach(({ uri }) => changed.fire(uri));
  checkAll();
  return vscode.Disposable.from(
    collection, changed,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
    datasets.onDidOpen(checkAll),
    configuration.onDidChange(() => {
      checkAll();
      showAnew(() => true);
    }),
    // With other prompts any text may be stale: then no ids are named.
    engine.onNotification('descriptions/didChange', ({ root, ids }) => ids === null && showAnew((of) => of === root)),
    vscode.workspace.registerTextDocumentContentProvider(schemes.prompts, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri) {
        try {
          const { root } = await datasets.ensureOpen(uri.query);
          return (await engine.request('prompts/preview', { root, id: uri.path.slice(1, -ending.length) })).markdown;
        } catch (error) {
          return `# The prompts cannot be shown\n\n${failureOf(error).message}\n`;
        }
      },
    }),
  );
}
