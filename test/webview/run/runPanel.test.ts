import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

describe.skipIf(!chromiumFile)('the run panel', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('run', 'run/liveRun.ts', { height: 980 });
    await opened.page.getByTestId('empty-state').waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const text = (testId: string) => opened.page.getByTestId(testId).textContent();
  const curve = (testId: string, index: number) => opened.page.getByTestId(testId).locator('.scatterlayer .trace').nth(index).locator('path.js-line').getAttribute('d');

  test('says how the run stands, with its notes', async () => {
    expect(await text('empty-state')).toContain('The curves begin with the first training step.');
    expect(await text('run-state')).toBe('training');
    expect(await text('run-epoch')).toBe('1 / 20');
    expect(await text('run-time-left')).toBe('1 min 35 s');
    expect(await opened.page.locator('.note').count()).toBe(2);
  });

  test('the curves move as the run goes on, and only what is new is read', async () => {
    await opened.page.evaluate(() => { for (let k = 0; k < 4; k++) window.nextSteps(); });
    await eventually(() => opened.page.getByTestId('loss-plot').getAttribute('data-steps')).toBe('20');
    await eventually(() => curve('loss-plot', 0)).toContain('L');
    const before = await curve('loss-plot', 0);
    await opened.page.evaluate(() => { for (let k = 0; k < 12; k++) window.nextSteps(); });
    await eventually(() => curve('loss-plot', 0)).not.toBe(before);
    await eventually(() => opened.page.getByTestId('accuracy-plot').getAttribute('data-epochs')).toBe('8');
    await eventually(() => text('run-epoch')).toBe('8 / 20');
    expect(await text('run-best')).toContain('8, validation 88.4 %');
    const reads = await opened.page.evaluate(() => window.scriptedHost.asked.map(({ params }) => (params as { from: number }).from));
    expect(reads.toSorted((a, b) => a - b)).toEqual(reads);
    expect(reads.at(-1)).toBeGreaterThan(0);
  });

  test('further loss terms can be shown', async () => {
    const traces = opened.page.getByTestId('loss-plot').locator('.scatterlayer .trace');
    await eventually(() => traces.count()).toBe(2);
    await opened.page.getByTestId('loss-term-crossEntropy').click();
    await opened.page.getByTestId('loss-term-mlce').click();
    await eventually(() => traces.count()).toBe(4);
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await showTheme(opened.page, theme);
      await opened.page.waitForTimeout(300);
      await saveScreenshot(opened.page, `run-${theme}`);
    }
  });

  test('a plot follows the width of the panel', async () => {
    const width = () => opened.page.getByTestId('loss-plot').locator('.main-svg').first().evaluate((plot) => plot.getBoundingClientRect().width);
    await opened.page.setViewportSize({ width: 600, height: 900 });
    await eventually(width).toBeLessThan(580);
    await opened.page.setViewportSize({ width: 1000, height: 980 });
    await eventually(width).toBeGreaterThan(800);
  });

  test('stop is asked for once; a stopped run can be resumed', async () => {
    await opened.page.getByTestId('run-stop').click();
    await opened.page.getByTestId('run-stop').getByText('Stopping').waitFor();
    await opened.page.getByTestId('run-stop').click({ force: true });
    await opened.page.evaluate(() => { window.endRun({ state: 'stopped' }); });
    await opened.page.getByTestId('run-resume').click();
    await opened.page.getByTestId('run-log').click();
    const told = await opened.page.evaluate(() => window.scriptedHost.told.map(({ method }) => method));
    expect(told).toEqual(['run/stop', 'run/resume', 'run/openLog']);
  });

  test('a failed run says why and what to do; a finished one can be analyzed', async () => {
    await opened.page.evaluate(() => {
      window.endRun({ state: 'failed', status: { state: 'failed', pid: 1, host: 'here', at: '', activity: '', epoch: 3, epochs: 20, step: 1, steps: 10, imagesPerSecond: null, secondsLeft: null, device: 'cpu', error: { message: 'The disk is full.', file: '/data/last.safetensors', remedy: 'Make room, then resume.' } } });
    });
    await eventually(() => text('error-notice')).toMatch(/The disk is full\.\s*\/data\/last\.safetensors\s*Make room/);
    await opened.page.evaluate(() => { window.endRun({ state: 'done', predicted: ['validation', 'test'] }); });
    await opened.page.getByTestId('run-analyze').click();
    expect(await opened.page.evaluate(() => window.scriptedHost.told.at(-1)?.method)).toBe('analysis/show');
    expect(await opened.page.getByTestId('run-stop').count()).toBe(0);
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });
});
