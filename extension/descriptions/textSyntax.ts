import * as vscode from 'vscode';
import { schemes } from '../contributions.ts';
import { parseTexts } from './descriptionText.ts';
import { openDescriptions, stickerOf } from './descriptionUri.ts';

/** Marks, while a person types, the lines that keep a sticker's document from being saved. */
export function followTextSyntax(): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('Sticker Lab Text');
  const check = (document: vscode.TextDocument) => {
    if (document.uri.scheme !== schemes.descriptions) return;
    const parsed = parseTexts(stickerOf(document.uri).id, document.getText());
    const problems = 'problems' in parsed ? parsed.problems : [];
    collection.set(document.uri, problems.map(({ line, message }) => {
      const diagnostic = new vscode.Diagnostic(document.lineAt(Math.min(line, document.lineCount - 1)).range, message, vscode.DiagnosticSeverity.Error);
      diagnostic.source = 'Sticker Lab';
      return diagnostic;
    }));
  };
  openDescriptions().forEach(check);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
}
