import path from 'node:path';
import * as vscode from 'vscode';
import type { EvaluationKey } from '../../engine/service/evaluationRequests.ts';
import type { ReportFigure } from '../../engine/service/reportRequests.ts';
import type { Services } from '../services.ts';
import { unlinked } from '../unlinked.ts';
import { askWhere } from './saveFile.ts';

/** Asks where to, and has the service write the report of these figures there, as HTML and as Markdown. */
export async function writeReport({ engine, showFailure }: Services, report: EvaluationKey & { readonly root: string; readonly figures: readonly ReportFigure[] }): Promise<void> {
  const name = path.basename(report.run);
  const target = await askWhere(report.root, `Export Report of ${name}`, `${name}-${report.split}.html`);
  if (!target) return;
  const written = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Writing the report of ${name}`, cancellable: true },
    (_, token) => engine.request('report/write', { ...report, file: target.fsPath }, token),
  );
  void offerReport(written).catch(showFailure);
}

async function offerReport({ html, markdown }: { readonly html: string; readonly markdown: string }): Promise<void> {
  const [openHtml, openMarkdown] = ['Open HTML', 'Open Markdown'];
  const names = `${path.basename(html)} and ${path.basename(markdown)}`;
  const choice = await vscode.window.showInformationMessage(`${unlinked(names)} are written.`, openHtml, openMarkdown);
  if (choice === openHtml) await openPage(vscode.Uri.file(html));
  if (choice === openMarkdown) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(markdown));
}

/** In the system's browser; over Remote and in the browser, which cannot reach the file, in an editor. */
async function openPage(page: vscode.Uri): Promise<void> {
  const isHere = !vscode.env.remoteName && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (!isHere || !await vscode.env.openExternal(page)) await vscode.commands.executeCommand('vscode.open', page);
}
