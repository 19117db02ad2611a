import * as vscode from 'vscode';

/** Whether processes may be started here; says so where they may not. Webviews and keys reach commands that the palette greys out. */
export function isTrusted(): boolean {
  if (!vscode.workspace.isTrusted) void vscode.window.showWarningMessage('This workspace is not trusted, so nothing is started here. Trust it with Workspaces: Manage Workspace Trust.');
  return vscode.workspace.isTrusted;
}
