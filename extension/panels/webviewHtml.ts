import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PanelKind } from '../protocol/panels.ts';

/** The page of a panel. Scripts run by nonce alone; inline styles are open because plots set them; nothing reaches a network. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, kind: PanelKind): string {
  const nonce = randomBytes(18).toString('base64url');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `img-src ${webview.cspSource} blob: data:`,
    `font-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${file(`${kind}.css`)}">
  <title>Sticker Lab</title>
</head>
<body data-panel="${kind}">
  <main id="app"></main>
  <script type="module" nonce="${nonce}" src="${file(`${kind}.js`)}"></script>
</body>
</html>`;
}
