import * as vscode from 'vscode';

/** Shows a file or folder in the system's file browser; over Remote and in the browser there is none, and the explorer shows it instead. */
export async function revealFile(file: string): Promise<void> {
  const command = vscode.env.remoteName || vscode.env.uiKind === vscode.UIKind.Web ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, vscode.Uri.file(file));
}
