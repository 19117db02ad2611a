import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../../engine/dataset/dataset.ts';
import type { DatasetView } from '../../engine/service/requests.ts';
import type { DatasetList } from '../datasetList.ts';

/** The Problems panel slows down above some thousands of entries. */
const mostProblems = 3000;

/** Shows the datasets' problems in the Problems panel, each at its file. */
export function createDatasetProblems(datasets: DatasetList): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('Sticker Lab');
  const update = () => {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const view of datasets.all) collect(view, byFile);
    collection.clear();
    collection.set([...byFile].map(([file, diagnostics]) => [vscode.Uri.file(file), diagnostics]));
  };
  return vscode.Disposable.from(collection, datasets.onDidChange(update));
}

function collect(view: DatasetView, byFile: Map<string, vscode.Diagnostic[]>): void {
  const add = (file: string, diagnostic: vscode.Diagnostic) => {
    const key = path.join(view.root, file);
    byFile.set(key, [...(byFile.get(key) ?? []), diagnostic]);
  };
  for (const problem of view.problems.slice(0, mostProblems)) add(problem.file, diagnosticOf(problem));
  const left = view.problems.length - mostProblems;
  if (left > 0) add('', new vscode.Diagnostic(lineRange(1), `${left.toLocaleString()} more problems are not shown here. \`sticker-lab inspect\` lists them all.`, vscode.DiagnosticSeverity.Information));
}

function diagnosticOf(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(lineRange(problem.line ?? 1), `${problem.message} ${problem.remedy}`.trim(), severities[problem.severity]);
  diagnostic.source = 'Sticker Lab';
  return diagnostic;
}

const lineRange = (line: number) => new vscode.Range(Math.max(0, line - 1), 0, Math.max(0, line - 1), 0);

const severities: Record<Problem['severity'], vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
