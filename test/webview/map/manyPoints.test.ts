import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';

describe.skipIf(!chromiumFile)('a map of many points', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('map', 'map/manyPoints.ts');
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const get = (testId: string) => opened.page.getByTestId(testId);
  const saved = () => opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'file/save').map(({ params }) => (params as { content: string }).content));

  async function savedMap(stickers: number): Promise<string> {
    await get('map-seed').locator('input').fill(String(stickers));
    await eventually(() => get('map-facts').textContent()).toContain(`of ${stickers.toLocaleString('en-US')} stickers`);
    const before = (await saved()).length;
    await get('map-svg').click();
    await eventually(async () => (await saved()).length).toBe(before + 1);
    return (await saved()).at(-1)!;
  }

  test('up to 10,000 points leave as vectors', async () => {
    expect((await savedMap(10_000)).match(/<path class="point /g)?.length).toBe(10_000);
  });

  test('beyond, they are painted into the figure', async () => {
    const figure = await savedMap(10_001);
    expect(figure.match(/<path class="point /g)).toBe(null);
    const { data, info } = await sharp(Buffer.from(figure)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    // A class's orange, in the middle of where its points lie.
    let orange = 0;
    for (let at = 0; at < data.length; at += info.channels) if (data[at] === 0xd5 && data[at + 1] === 0x5e && data[at + 2] === 0) orange += 1;
    expect(orange).toBeGreaterThan(2000);
    expect(opened.faults).toEqual([]);
  });
});
