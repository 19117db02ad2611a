import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFigure } from '../../../engine/report/checkFigure.ts';
import type { ReportFigure, RunView } from '../../../extension/protocol/engine.ts';
import { eventually } from '../browser/eventually.ts';
import { exampleRun } from '../browser/exampleDataset.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

const run = '/data/stickers/.sticker-lab/runs/tiny-1';
const sure = (number: number) => 0.5 + ((number * 37) % 50) / 100;
/** Anger taken for fear, as far as the dataset still has them: the surest first. */
const angerAsFear = Array.from({ length: 12 }, (_, k) => k * 63).filter((number) => number % 126 !== 0).toSorted((a, b) => sure(b) - sure(a)).map((number) => `pack/${number}.png`);

describe.skipIf(!chromiumFile)('the analysis panel', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('analysis', 'analysis/evaluatedRun.ts', { width: 1240, height: 1700 });
    await opened.page.getByTestId('confusion-matrix').locator('.heatmaplayer image').waitFor();
    await opened.page.getByTestId('slice-table').waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const told = <P>(method: string) => opened.page.evaluate((wanted) => window.scriptedHost.told.filter((each) => each.method === wanted).map(({ params }) => params), method) as Promise<P[]>;
  const shownGalleries = () => told<{ run: string; filter: { selection: { ids: string[]; reason: string } } }>('gallery/show');
  const lastGallery = async (count: number) => {
    await eventually(async () => (await shownGalleries()).length).toBe(count);
    return (await shownGalleries()).at(-1)!;
  };
  const notice = () => opened.page.getByTestId('cell-notice').textContent();

  test('shows the scores with their intervals, the notes of the run and what is odd', async () => {
    expect(await opened.page.getByTestId('accuracy').textContent()).toBe('88.9 %');
    expect(await opened.page.getByTestId('accuracy-interval').textContent()).toBe('95 %: 86.5 to 91.2 %');
    expect(await opened.page.getByText('A seeded text encoder stood in for BERT.').count()).toBe(1);
    expect(await opened.page.getByTestId('remark').textContent()).toContain('no longer in the dataset');
    expect(await opened.page.getByTestId('class-table').locator('tbody tr').count()).toBe(7);
    expect(await opened.page.getByTestId('class-table').locator('tbody .interval').count()).toBe(21);
    expect(await opened.page.getByTestId('class-plot').locator('.errorbar').count()).toBe(21);
  });

  test('the paper\'s figures are marked as the paper\'s, the run\'s own come last', async () => {
    const table = opened.page.getByTestId('published-table');
    expect(await table.locator('caption').textContent()).toContain('Table 1 of the paper: figures of the paper, not computed by this program, in percent. SER30K, test split.');
    expect(await table.locator('tbody tr').first().locator('td').allTextContents()).toEqual(['68.30', '–']);
    expect(await table.locator('tfoot').textContent()).toContain('this run (tiny-1, test split)88.86');
  });

  test('the matrix shows counts, row % and column %, its colours linear or logarithmic', async () => {
    const plot = opened.page.getByTestId('confusion-matrix');
    expect(await plot.locator('.heatmap-label').count()).toBe(49);
    const image = () => plot.locator('.heatmaplayer image').evaluate((element) => element.getAttributeNS('http://www.w3.org/1999/xlink', 'href') ?? element.getAttribute('href'));
    const linear = await image();
    await opened.page.getByTestId('matrix-scale').getByRole('button', { name: 'log colour' }).click();
    expect(linear).toContain('data:image/png');
    await eventually(image).not.toBe(linear);
    await opened.page.getByTestId('matrix-unit').getByRole('button', { name: 'row %' }).click();
    await plot.locator('.heatmap-label', { hasText: '89.0' }).first().waitFor();
    await opened.page.getByTestId('matrix-unit').getByRole('button', { name: 'column %' }).click();
    // 89 rightly of the 101 predicted as fear.
    expect(await opened.page.locator('[data-cell="2,2"]').getAttribute('aria-label')).toBe('fear predicted as fear: 88.1 %');
    await opened.page.getByTestId('matrix-unit').getByRole('button', { name: 'counts' }).click();
    await opened.page.getByTestId('matrix-scale').getByRole('button', { name: 'linear colour' }).click();
  });

  test('cells with stickers of the shared selection are outlined, as it changes elsewhere too', async () => {
    // Of 1, 8 and 0: two of disgust predicted right, one of anger taken for fear.
    const outlines = opened.page.getByTestId('confusion-matrix').locator('.shapelayer path');
    await eventually(() => outlines.count()).toBe(2);
    expect(await opened.page.locator('[data-cell="1,1"]').getAttribute('aria-label')).toBe('disgust predicted as disgust: 89 stickers, 2 of them selected');
    await opened.page.evaluate(() => { window.scriptedHost.tell('selection', { root: '/data/stickers', ids: ['pack/2.png'] }); });
    await eventually(() => outlines.count()).toBe(1);
    expect(await opened.page.locator('.cell-button.marked').getAttribute('data-cell')).toBe('2,2');
    await opened.page.evaluate(() => { window.scriptedHost.tell('selection', { root: '/data/other', ids: ['pack/0.png', 'pack/1.png'] }); });
    expect(await opened.page.locator('.cell-button.marked').count()).toBe(1);
  });

  test('a click into the picture opens exactly the stickers of that cell that are still there, the surest first', async () => {
    const cells = (await opened.page.getByTestId('confusion-matrix').locator('.plot .heatmaplayer image').last().boundingBox())!;
    // Row 0 (anger), column 2 (fear).
    await opened.page.mouse.click(cells.x + cells.width * (2.5 / 7), cells.y + cells.height * (0.5 / 7));
    const { filter, run: shown } = await lastGallery(1);
    expect(filter.selection).toEqual({ ids: angerAsFear, reason: 'anger predicted as fear, run tiny-1, test split' });
    expect(shown).toBe(run);
    expect((await told('selection')).at(-1)).toEqual({ root: '/data/stickers', ids: angerAsFear });
    expect(await notice()).toBe('6 stickers: anger predicted as fear. 6 more are no longer in the dataset.');
    expect(await opened.page.locator('.cell-button.marked').getAttribute('data-cell')).toBe('0,2');
  });

  test('by keyboard the table opens cells, rows and columns', async () => {
    await opened.page.locator('[data-cell="0,2"]').focus();
    await opened.page.keyboard.press('Enter');
    expect((await lastGallery(2)).filter.selection.ids).toEqual(angerAsFear);
    await opened.page.locator('[data-row="2"]').focus();
    await opened.page.keyboard.press('Enter');
    const row = (await lastGallery(3)).filter.selection;
    expect(row.reason).toBe('all labelled fear, run tiny-1, test split');
    expect(row.ids.length).toBe(100);
    await opened.page.locator('[data-column="2"]').focus();
    await opened.page.keyboard.press('Space');
    const column = (await lastGallery(4)).filter.selection;
    expect(column.reason).toBe('all predicted as fear, run tiny-1, test split');
    // 89 rightly, and of anger the 6 that are left.
    expect(column.ids.length).toBe(95);
    const numbers = column.ids.map((id) => sure(Number(id.match(/\d+/)![0])));
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  });

  test('an empty cell, and one whose stickers are gone, say so and open nothing', async () => {
    await opened.page.locator('[data-cell="0,1"]').click();
    expect(await notice()).toBe('No sticker: none of the 100 labelled anger was predicted as disgust.');
    expect(await opened.page.locator('sl-mean-attention').textContent()).toContain('of 95 selected stickers');
    await opened.page.locator('[data-cell="1,3"]').click();
    await eventually(notice).toBe('The dataset no longer has any of the 11 stickers disgust predicted as happiness.');
    expect((await shownGalleries()).length).toBe(4);
  });

  test('a slice opens its stickers, the surest mistakes first', async () => {
    await opened.page.locator('[data-slice="0,no text"]').click();
    const { reason, ids } = (await lastGallery(5)).filter.selection;
    expect(reason).toBe('text in the sticker: no text, run tiny-1, test split');
    expect(Number(ids[0].match(/\d+/)![0]) % 9).toBe(0);
  });

  test('the mean attention of a cell is shown by stage', async () => {
    await opened.page.locator('[data-cell="0,2"]').click();
    await opened.page.getByTestId('mean-attention').click();
    const map = opened.page.getByTestId('mean-attention-map');
    await map.locator('.heatmaplayer image').waitFor();
    expect(await map.locator('p').textContent()).toContain('over 6 stickers (anger predicted as fear), as the best checkpoint sees them');
    expect(await map.locator('p').textContent()).toContain('Strongest in row 3, column 4 of 4 x 4.');
    await opened.page.getByTestId('mean-stage').getByRole('button', { name: 'stage 1' }).click();
    expect(await map.locator('p').textContent()).toContain('of 32 x 32.');
    expect(await opened.page.evaluate(() => window.scriptedHost.asked.find(({ method }) => method === 'explain/meanAttention')?.params)).toEqual({ root: '/data/stickers', run, ids: angerAsFear });
  });

  test('calibration and agreement are told in figures and drawn', async () => {
    expect(await opened.page.getByTestId('calibration-table').locator('tbody tr').count()).toBe(5);
    expect(await opened.page.getByTestId('calibration-plot').locator('.scatterlayer .trace').count()).toBe(3);
    expect(Number(await opened.page.getByTestId('kappa').textContent())).toBeCloseTo(0.87, 2);
    expect(await opened.page.getByTestId('votes-kappa').textContent()).toBe('0.512');
  });

  test('figures are saved as SVG and PNG with run, split, checkpoint, seed and parameters in them', async () => {
    await opened.page.getByTestId('matrix-svg').click();
    await eventually(async () => (await told('file/save')).length).toBe(1);
    const [{ name, content }] = await told<{ name: string; content: string }>('file/save');
    expect(name).toBe('tiny-1-test-confusion.svg');
    const text = content.replace(/<\/text>|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    for (const part of ['Confusion matrix: stickers', 'Run tiny-1, test split, best checkpoint', 'seed 3', 'learningRate 0.001', 'model.imageSize 64', 'surprise']) expect(text).toContain(part);
    expect(checkFigure({ title: '', caption: '', svg: content })).toContain('<svg');
    const { width } = await sharp(Buffer.from(content)).metadata();
    expect(width).toBe(240 + 7 * 60);

    for (const figure of ['classes', 'calibration', 'mean']) await opened.page.getByTestId(`${figure}-png`).click().then(() => eventually(() => opened.page.getByText('Drawing the figure').count()).toBe(0));
    const pngs = await opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'file/save').slice(1).map(({ params }) => {
      const { name: file, content: bytes } = params as { name: string; content: Uint8Array };
      return { file, bytes: Array.from(bytes) };
    }));
    expect(pngs.map(({ file }) => file)).toEqual(['tiny-1-test-classes.png', 'tiny-1-test-calibration.png', 'tiny-1-test-attention-stage-1.png']);
    for (const { bytes } of pngs) {
      const { data, info } = await sharp(Buffer.from(bytes)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      expect(info.width).toBeGreaterThan(900);
      expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
      expect(new Set(data).size).toBeGreaterThan(50);
    }
  });

  test('both tables are saved as LaTeX and CSV', async () => {
    const before = (await told('file/save')).length;
    for (const id of ['scores-latex', 'scores-csv', 'published-latex', 'published-csv']) {
      const count = (await told('file/save')).length;
      await opened.page.getByTestId(id).click();
      await eventually(async () => (await told('file/save')).length).toBe(count + 1);
    }
    const saved = (await told<{ name: string; content: string }>('file/save')).slice(before);
    expect(saved.map(({ name }) => name)).toEqual(['tiny-1-test-scores.tex', 'tiny-1-test-scores.csv', 'tiny-1-test-beside-the-paper.tex', 'tiny-1-test-beside-the-paper.csv']);
    expect(saved.map(({ content }) => content)).toEqual(['scores as latex', 'scores as csv', 'published as latex', 'published as csv']);
  });

  test('the paper\'s table is saved as a picture too, with the run in its last row', async () => {
    const before = (await told('file/save')).length;
    await opened.page.getByTestId('published-svg').click();
    await eventually(async () => (await told('file/save')).length).toBe(before + 1);
    const { name, content } = (await told<{ name: string; content: string }>('file/save')).at(-1)!;
    expect(name).toBe('tiny-1-test-beside-the-paper.svg');
    const text = content.replace(/<\/text>|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    for (const part of ['figures of the paper', 'this run (tiny-1, test split) 88.86', 'Run tiny-1, test split']) expect(text).toContain(part);
  });

  test('the report gathers every figure, the curves and the stored map among them', async () => {
    await opened.page.evaluate(() => { window.scriptedHost.tell('report/gather', null); });
    await eventually(async () => (await told('report/export')).length).toBe(1);
    const [{ figures, ...key }] = await told<{ figures: ReportFigure[] }>('report/export');
    expect(key).toEqual({ run, split: 'test', checkpoint: 'best', root: '/data/stickers' });
    expect(figures.map(({ title }) => title)).toEqual([
      'Confusion matrix: stickers', 'Confusion matrix: % of the label\'s stickers', 'Scores of each class', 'Calibration', 'Loss', 'Accuracy by epoch', 'PCA of the features, by label',
    ]);
    expect(figures.at(-1)!.caption).toContain('map seed 1, components 2');
    for (const figure of figures) {
      expect(checkFigure(figure)).toContain('</svg>');
      expect(figure.caption).toContain('Run tiny-1');
    }
    await opened.page.getByTestId('export-report').click();
    await eventually(async () => (await told('report/export')).length).toBe(2);
  });

  test('looks right in every theme', async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await showTheme(opened.page, theme);
      const axisText = opened.page.getByTestId('confusion-matrix').locator('.xtick text').first();
      const wanted = await opened.page.evaluate(() => getComputedStyle(document.body).color);
      await eventually(() => axisText.evaluate((element) => getComputedStyle(element).fill)).toBe(wanted);
      await saveScreenshot(opened.page, `analysis-${theme}`);
    }
  });

  test('better weights do not take away what is shown; new predictions are read', async () => {
    const reads = () => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'evaluation/read').length);
    const change = (changed: Partial<RunView>) => opened.page.evaluate((now) => { window.scriptedHost.tell('runs/didChange', { root: '/data/stickers', run: now }); }, exampleRun(changed));
    const before = await reads();
    await change({ predicted: ['validation'], notes: ['A better epoch came.'] });
    await opened.page.getByText('A better epoch came.').waitFor();
    expect(await reads()).toBe(before);
    await change({ predicted: ['validation', 'test'] });
    await eventually(reads).toBe(before + 1);
  });

  test('a split or a checkpoint without predictions says so and computes them', async () => {
    await opened.page.getByTestId('analysis-checkpoint').getByRole('button', { name: 'last' }).click();
    expect(await opened.page.getByTestId('empty-state').textContent()).toContain('tiny-1 has not predicted the test split with its last checkpoint yet.');
    await opened.page.getByTestId('analysis-split').getByRole('button', { name: 'validation' }).click();
    await opened.page.getByTestId('analysis-checkpoint').getByRole('button', { name: 'best' }).click();
    await opened.page.getByText('tiny-1 has not predicted the validation split yet.').waitFor();
    await opened.page.evaluate(() => { window.scriptedHost.tell('report/gather', null); });
    expect(await opened.page.getByTestId('error-notice').textContent()).toContain('so there is nothing to report');
    await opened.page.getByTestId('compute-evaluation').click();
    await opened.page.getByTestId('accuracy').waitFor();
    expect(await told('analysis/didChange')).toEqual([
      { run, split: 'test', checkpoint: 'last' }, { run, split: 'validation', checkpoint: 'last' }, { run, split: 'validation', checkpoint: 'best' },
    ]);
    await opened.page.getByTestId('score-again').click();
    await eventually(() => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'evaluation/compute').map(({ params }) => (params as { again: boolean }).again))).toEqual([false, true]);
    await opened.page.getByTestId('score-again').waitFor();
  });

  test('what is being computed goes on when the panel is asked for again or its dataset is read anew', async () => {
    const computing = () => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'evaluation/compute').at(-1)!.cancelled);
    await opened.page.getByTestId('analysis-split').getByRole('button', { name: 'test' }).click();
    await opened.page.evaluate(() => { window.holdScores = true; });
    await opened.page.getByTestId('score-again').click();
    await opened.page.getByText('Predicting the test split').waitFor();
    const reads = () => opened.page.evaluate(() => window.scriptedHost.asked.length);
    const before = await reads();
    await opened.page.evaluate(() => { window.scriptedHost.sendStateAgain(); });
    await opened.page.waitForTimeout(200);
    expect(await computing()).toBe(false);
    expect(await reads()).toBe(before);
    expect(await opened.page.getByText('Predicting the test split').count()).toBe(1);
    await opened.page.evaluate(() => { window.releaseScores(); });
    await opened.page.getByTestId('score-again').waitFor();
    await opened.page.getByTestId('show-map').click();
    expect(await told('map/show')).toEqual([{ run }]);
  });

  test('a report asked for while the evaluation is still being read waits for it', async () => {
    const before = (await told('report/export')).length;
    await opened.page.evaluate(() => {
      document.querySelector<HTMLElement>('[data-testid="analysis-split"] [data-value="test"]')!.click();
      window.scriptedHost.tell('report/gather', null);
    });
    await eventually(async () => (await told('report/export')).length).toBe(before + 1);
    expect((await told<{ split: string }>('report/export')).at(-1)!.split).toBe('test');
    expect(await opened.page.getByTestId('error-notice').count()).toBe(0);
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });

  test('a run that is gone takes its figures off the page, and comes back with them', async () => {
    await opened.page.evaluate(() => { window.scriptedHost.tell('panel/failure', { message: 'The run tiny-1 is gone.', data: { file: '/data', remedy: 'Close this panel.' } }); });
    await opened.page.getByText('The run tiny-1 is gone.').waitFor();
    expect(await opened.page.getByTestId('confusion-matrix').count()).toBe(0);
    await opened.page.getByText('Try Again', { exact: true }).click();
    await opened.page.getByTestId('confusion-matrix').locator('.heatmaplayer image').waitFor();
    expect(opened.faults).toEqual([]);
  });

  test('one sticker, a class without support and other emotions than the dataset\'s are explained', async () => {
    const { page, faults } = await browsing.open('analysis', 'analysis/otherEmotions.ts', { width: 1200, height: 1700 });
    await page.getByTestId('remark').waitFor();
    expect(await page.locator('[data-cell="1,0"]').getAttribute('aria-label')).toBe('joy predicted as fear: 1 stickers');
    expect(await page.getByTestId('other-emotions').textContent()).toContain('trained on other emotions (fear, joy)');
    expect(await page.getByTestId('class-table').locator('tbody tr').first().textContent()).toContain('no stickers');
    await page.locator('[data-row="0"]').click();
    expect(await page.getByTestId('cell-notice').textContent()).toBe('The test split has no sticker labelled fear.');
    expect(await page.getByTestId('published-table').count()).toBe(0);
    await page.locator('[data-column="0"]').click();
    await eventually(() => page.getByTestId('cell-notice').textContent()).toBe('1 sticker: all predicted as fear.');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('scores of another version are explained in place, and so are details that cannot be computed', async () => {
    const { page, faults } = await browsing.open('analysis', 'analysis/foreignRun.ts', { width: 1200, height: 1000 });
    expect(await page.getByTestId('error-notice').textContent()).toContain('test.json is not what this version of Sticker Lab writes.');
    await page.getByTestId('analysis-split').getByRole('button', { name: 'validation' }).click();
    await page.locator('[data-cell="0,0"]').waitFor({ state: 'attached' });
    await eventually(() => page.getByTestId('error-notice').textContent()).toMatch(/written by another version of Sticker Lab[\s\S]*config\.json[\s\S]*train again/);
    expect(await page.getByTestId('accuracy').textContent()).toBe('100.0 %');
    expect(faults).toEqual([]);
    await page.close();
  });
});
