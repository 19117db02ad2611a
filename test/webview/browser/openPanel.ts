import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { PanelKind } from '../../../extension/protocol/panels.ts';
import { findChromium } from './findChromium.ts';
import { themes, themeStyle, type ThemeName } from './themes.ts';

const here = import.meta.dirname;
const root = path.join(here, '..', '..', '..');

/** What VS Code allows a panel's page, see `extension/protocol/panels.ts`. */
const policy = "default-src 'none'; script-src 'nonce-panel'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' data:";

export interface PanelPage {
  readonly page: Page;
  /** Console errors, uncaught exceptions and violations of the content security policy. */
  readonly faults: string[];
  close(): Promise<void>;
}

export interface Browsing {
  /** Opens a panel's page with the host that `script` (a file of `test/webview`) sets up. */
  open(kind: PanelKind, script: string, options?: { theme?: ThemeName; width?: number; height?: number }): Promise<PanelPage>;
  close(): Promise<void>;
}

export const chromiumFile = findChromium();
if (!chromiumFile) console.warn('Skipping the component tests in a browser: no Chromium. Install Debian\'s package "chromium", or name one in STICKER_LAB_CHROMIUM.');

/** Serves panels under the real content security policy to a headless browser. */
export async function startBrowsing(): Promise<Browsing> {
  const server = createServer();
  const browser = await chromium.launch({ executablePath: chromiumFile!, args: ['--no-sandbox', '--enable-unsafe-swiftshader'] });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    open: (kind, script, options = {}) => openPanel(server, browser, kind, script, options),
    async close() {
      await browser.close();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

async function openPanel(
  server: Server, browser: Browser, kind: PanelKind, script: string,
  { theme = 'dark', width = 1000, height = 760 }: { theme?: ThemeName; width?: number; height?: number },
): Promise<PanelPage> {
  const files = { ...await bundle('panel', path.join(root, 'webview', kind, 'main.ts')), ...await bundle('host', path.join(here, '..', script)) };
  const html = `<!doctype html><html lang="en" style="${themeStyle(theme)}"><head><meta charset="utf-8">
    <link rel="stylesheet" href="/panel.css"></head>
    <body class="${themes[theme].kind}" data-panel="${kind}"><main id="app"></main>
    <script nonce="panel" src="/host.js"></script><script nonce="panel" type="module" src="/panel.js"></script></body></html>`;
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const name = (request.url ?? '/').slice(1);
    const file = name === '' ? html : files[name];
    if (file === undefined) {
      response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
      return;
    }
    const type = name === '' ? 'text/html' : name.endsWith('.css') ? 'text/css' : 'text/javascript';
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy }).end(file);
  });

  const page = await browser.newPage({ viewport: { width, height } });
  const faults: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  page.on('pageerror', (error) => { faults.push(error.message); });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { page, faults, close: () => page.close() };
}

/** By entry: a test opens the same page many times. */
const bundles = new Map<string, Promise<Record<string, string>>>();

function bundle(name: string, entry: string): Promise<Record<string, string>> {
  const bundled = bundles.get(entry) ?? bundleAnew(name, entry);
  bundles.set(entry, bundled);
  return bundled;
}

async function bundleAnew(name: string, entry: string): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: { [name]: entry }, outdir: root, bundle: true, write: false, format: name === 'host' ? 'iife' : 'esm', target: 'es2022', logLevel: 'warning',
    define: { global: 'globalThis' }, alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
  });
  return Object.fromEntries(outputFiles.map((file) => [path.basename(file.path), file.text]));
}
