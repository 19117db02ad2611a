import path from 'node:path';
import { expect, type Frame, type Locator, type Page } from '@playwright/test';
import type { PanelKind } from '../../extension/protocol/panels.ts';

const SCREENSHOTS = path.join(import.meta.dirname, '../../test-results/screenshots');

/** A VS Code window in the browser, in the words of the person who uses it. */
export class Workbench {
  readonly page: Page;
  /** The palette, and every quick pick and input box. */
  readonly quickInput: Locator;
  readonly notifications: Locator;
  readonly statusBar: Locator;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = page.locator('.quick-input-widget');
    this.notifications = page.locator('.notification-toast');
    this.statusBar = page.locator('.part.statusbar');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view, .part.sidebar').first().waitFor({ timeout: 60_000 });
  }

  /** Runs a palette command. The palette lists what is registered when it opens, so it is opened again until the command is there. */
  async run(title: string): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.quickInput.locator('input').fill(`>${title}`, { timeout: 3000 });
      await this.quickInput.locator('.monaco-list-row', { hasText: title }).first().click({ timeout: 1500 });
    }).toPass({ timeout: 40_000 });
  }

  /** Picks the first entry with this text from the open quick pick. */
  async quickPick(text: string | RegExp): Promise<void> {
    await this.quickInput.locator('.monaco-list-row', { hasText: text }).first().click();
  }

  /** Types into the open input box and accepts it. */
  async answer(text: string): Promise<void> {
    await this.quickInput.locator('input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Types a path into the open file dialog and accepts it. The dialog looks the path up as it is typed, and passes over an Enter that comes in between. */
  async answerFile(file: string): Promise<void> {
    await expect(async () => {
      if (await this.quickInput.isHidden()) return;
      await this.quickInput.locator('input').fill(file, { timeout: 1000 });
      await this.page.keyboard.press('Enter');
      await expect(this.quickInput).toBeHidden({ timeout: 3000 });
    }).toPass({ timeout: 20_000 });
  }

  /** Opens a container of the activity bar. */
  async view(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: title }).first();
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  treeItem(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  /** The editor tab with this title. */
  tab(title: string | RegExp): Locator {
    return this.page.locator('.editor-group-container').getByRole('tab', { name: title });
  }

  /** The document of the visible panel of this kind, once it is there. Ask again after the panel was closed, hidden or reloaded. */
  async panel(kind: PanelKind): Promise<Frame> {
    let found: Frame | undefined;
    await expect(async () => {
      found = await this.visiblePanel(kind);
      expect(found, `no ${kind} panel is visible`).toBeDefined();
    }).toPass({ timeout: 30_000 });
    return found!;
  }

  private async visiblePanel(kind: PanelKind): Promise<Frame | undefined> {
    for (const frame of this.page.frames()) {
      const shell = frame.parentFrame();
      if (!shell?.parentFrame()) continue;
      const isOfKind = await frame.evaluate((wanted) => document.body?.dataset['panel'] === wanted, kind).catch(() => false);
      if (isOfKind && (await shell.frameElement().then((element) => element.isVisible(), () => false))) return frame;
    }
    return undefined;
  }

  /** Keeps a picture of the window in `test-results/screenshots`. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }
}
