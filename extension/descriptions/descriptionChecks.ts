import * as vscode from 'vscode';
import type { DescriptionProblem } from '../../engine/describe/descriptionProblem.ts';
import { schemes } from '../contributions.ts';
import type { DatasetList } from '../datasetList.ts';
import type { BatchList } from '../describe/batchList.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import type { Background } from '../firstFailure.ts';
import { descriptionUri, openDescriptions, stickerOf } from './descriptionUri.ts';
import { documentOf, placeProblems, type PlacedProblem } from './placedProblems.ts';
import { fixesOf } from './problemFixes.ts';

/** The Problems panel slows down above some thousands of entries. */
const mostProblems = 3000;
/** Milliseconds from a change to the next check; longer while a batch changes texts all the time. */
const checkAfter = 5000;
const checkAfterInBatch = 60_000;

/** What the checks find in the open datasets' descriptions, in the Problems panel, each at the heading of its view, with what can be done about it. */
export function followDescriptionChecks(engine: EngineClient, datasets: DatasetList, batches: BatchList, background: () => Background): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('Sticker Lab Descriptions');
  const found = new Map<string, readonly PlacedProblem[]>();
  const shown = new Map<string, vscode.Uri[]>();
  const checks = new Map<string, Background>();
  const timers = new Map<string, NodeJS.Timeout>();

  const clear = (root: string) => {
    for (const uri of shown.get(root) ?? []) {
      found.delete(uri.toString());
      collection.delete(uri);
    }
    shown.delete(root);
  };
  const check = async (root: string) => {
    const { total, problems } = await engine.request('descriptions/check', { root, limit: mostProblems });
    const placed = placeProblems(problems, await documentsOf(engine, root, problems));
    if (!datasets.find(root)) return;
    clear(root);
    const entries = [...placed].map(([id, all]): [vscode.Uri, readonly PlacedProblem[]] => [descriptionUri({ root, id }), all]);
    for (const [uri, all] of entries) found.set(uri.toString(), all);
    const folder = vscode.Uri.file(root);
    const more = total > problems.length ? [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), `${(total - problems.length).toLocaleString('en')} more problems of descriptions are not shown here. Those that are mended make room.`, vscode.DiagnosticSeverity.Information)] : [];
    collection.set([...entries.map(([uri, all]): [vscode.Uri, vscode.Diagnostic[]] => [uri, all.map(diagnosticOf)]), [folder, more]]);
    shown.set(root, [...entries.map(([uri]) => uri), folder]);
  };
  const soon = (root: string) => {
    if (timers.has(root)) return;
    timers.set(root, setTimeout(() => {
      timers.delete(root);
      if (!datasets.find(root)) return;
      const inBackground = checks.get(root) ?? background();
      checks.set(root, inBackground);
      void inBackground(check(root));
    }, batches.of(root)?.state === 'running' ? checkAfterInBatch : checkAfter));
  };
  return vscode.Disposable.from(
    collection,
    datasets.onDidOpen(({ root }) => soon(root)),
    datasets.onDidChange(() => [...shown.keys()].filter((root) => !datasets.find(root)).forEach(clear)),
    engine.onNotification('descriptions/didChange', ({ root }) => soon(root)),
    batches.onDidChange((change) => change && change.batch.state !== 'running' && soon(change.root)),
    vscode.languages.registerCodeActionsProvider({ scheme: schemes.descriptions }, {
      provideCodeActions: ({ uri }, range, { diagnostics }) => (found.get(uri.toString()) ?? []).filter(({ line, problem }) =>
        range.start.line <= line && line <= range.end.line || diagnostics.some((each) => each.code === problem.kind && each.range.start.line === line)).flatMap((placed) => actionsOf(uri, placed, diagnostics)),
    }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
  );
}

/** The documents of the stickers with problems: as they are open and being edited, else as they are kept. */
async function documentsOf(engine: EngineClient, root: string, problems: readonly DescriptionProblem[]): Promise<Map<string, string>> {
  const ids = [...new Set(problems.map(({ id }) => id))];
  if (ids.length === 0) return new Map();
  const { rows } = await engine.request('descriptions/page', { root, filter: { selection: { ids, reason: 'problems' } }, offset: 0, limit: ids.length });
  const documents = new Map(rows.map((row) => [row.id, documentOf(row)]));
  for (const document of openDescriptions()) {
    const sticker = stickerOf(document.uri);
    if (sticker.root === root && documents.has(sticker.id)) documents.set(sticker.id, document.getText());
  }
  return documents;
}

function diagnosticOf({ line, message, severity, problem }: PlacedProblem): vscode.Diagnostic {
  const level = severity === 'warning' ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information;
  const diagnostic = new vscode.Diagnostic(new vscode.Range(line, 0, line, 200), message, level);
  diagnostic.source = 'Sticker Lab';
  diagnostic.code = problem.kind;
  return diagnostic;
}

function actionsOf(uri: vscode.Uri, { problem, line, placeIsEmpty }: PlacedProblem, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  const { root } = stickerOf(uri);
  return fixesOf(problem, placeIsEmpty).map(({ title, command, preferred }) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { command, title, arguments: [{ root, id: problem.id, view: problem.view, belongs: problem.belongs }] };
    action.isPreferred = preferred;
    action.diagnostics = diagnostics.filter((each) => each.code === problem.kind && each.range.start.line === line);
    return action;
  });
}
