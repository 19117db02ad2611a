import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';

describe.skipIf(!chromiumFile)('maps that are odd', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('map', 'map/oddMaps.ts');
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const get = (testId: string) => opened.page.getByTestId(testId);
  const choose = (split: string) => get('map-split').getByText(split, { exact: true }).click();

  test('a map of one sticker without a prediction says both', async () => {
    await get('map-plot').locator('.nsewdrag').waitFor();
    expect(await get('map-remark').allTextContents()).toEqual([
      'The map has one sticker, so its place says nothing.',
      'The run has no stored prediction of these stickers: predictions, right and wrong, and confidence cannot be shown.',
    ]);
  });

  test('what is odd about the run itself is said too', async () => {
    expect(await get('run-note').allTextContents()).toEqual([
      'status.json is cut off or damaged.', 'This run was trained on other emotions (fear, joy); its predictions are compared by name.',
    ]);
  });

  test('places that are no numbers are counted, and a map of nothing else is explained', async () => {
    await choose('validation');
    await eventually(() => get('map-remark').allTextContents()).toEqual(['3 stickers have no place on the map: the features are not finite numbers.']);
    await get('map-plot').locator('.nsewdrag').waitFor();
    await choose('all');
    await eventually(() => get('empty-state').textContent()).toContain('None of the 700 stickers has a place on the map');
    expect(await get('map-plot').count()).toBe(0);
  });

  test('features that the run does not have are refused in place, with what to do', async () => {
    await choose('train');
    await get('compute-map').click();
    await eventually(() => get('error-notice').textContent()).toContain('The run\'s model has no text of stage 2');
    expect(await get('error-notice').textContent()).toContain('Choose other features.');
    await get('compute-map').waitFor();
    expect(opened.faults).toEqual([]);
  });
});
