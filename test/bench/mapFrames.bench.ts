import { setTimeout as pause } from 'node:timers/promises';
import { startBrowsing } from '../webview/browser/openPanel.ts';

/*
 * The Map panel in Chromium: the time between two frames, ms, while a map is panned, zoomed and pointed at, and how long it takes to colour
 * it anew and to mark a selection. Without a graphics card the processor computes WebGL, which the first line tells: scripts are then the lesser part.
 */

declare global {
  interface Window {
    /** The times between the frames since the last call. */
    takeFrames: () => number[];
    /** How long `act` takes until the map is drawn, where it is drawn anew, and two frames have followed. */
    timed: (act: () => void, drawsAnew: boolean) => Promise<number>;
  }
}

const browsing = await startBrowsing();
const { page, faults } = await browsing.open('map', 'map/manyPoints.ts', { width: 1240, height: 900 });
const get = (testId: string) => page.getByTestId(testId);
await get('map-plot').locator('.nsewdrag').waitFor();
console.log(await page.evaluate(() => {
  let noted: number[] = [];
  let last = performance.now();
  const note = (now: number): void => {
    noted.push(now - last);
    last = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  window.takeFrames = () => {
    const taken = noted;
    noted = [];
    return taken;
  };
  window.timed = async (act, drawsAnew) => {
    const plot = document.querySelector('.plot') as unknown as { on: (name: string, listener: () => void) => void };
    const drawn = drawsAnew ? new Promise<void>((resolve) => { plot.on('plotly_afterplot', resolve); }) : Promise.resolve();
    const start = performance.now();
    act();
    await drawn;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  };
  const gl = document.createElement('canvas').getContext('webgl')!;
  return `WebGL by ${String(gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info')!.UNMASKED_RENDERER_WEBGL))}`;
}));

const profiler = await page.context().newCDPSession(page);
await profiler.send('Profiler.enable');

/** Milliseconds that our code and the plotting library's ran, without what they wait for. */
async function scripted(interact: () => Promise<void>): Promise<number> {
  await profiler.send('Profiler.start');
  await interact();
  const { nodes, samples = [], timeDeltas = [] } = (await profiler.send('Profiler.stop')).profile;
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  return samples.reduce((sum, node, at) => sum + (['(program)', '(idle)', '(root)'].includes(names.get(node) ?? '') ? 0 : timeDeltas[at] / 1000), 0);
}

async function frames(interact: () => Promise<void>): Promise<string> {
  await page.evaluate(() => window.takeFrames());
  const script = await scripted(interact);
  const times = (await page.evaluate(() => window.takeFrames())).toSorted((a, b) => a - b);
  return `${times[times.length >> 1].toFixed(0)} in the middle, ${times[Math.floor(times.length * 0.95)].toFixed(0)} at 95 %, ${times.at(-1)!.toFixed(0)} at worst (${times.length} frames); scripts ran ${script.toFixed(0)} in all`;
}

const recolor = (value: string) => page.evaluate((coloring) => window.timed(() => {
  const control = document.querySelector<HTMLSelectElement>('[data-testid="map-coloring"]')!;
  control.value = coloring;
  control.dispatchEvent(new Event('change'));
}, true), value);
const select = (count: number) => page.evaluate((many) => window.timed(() => {
  window.scriptedHost.tell('selection', { root: '/data/stickers', ids: Array.from({ length: many }, (_, index) => `pack/${index * 5}.png`) });
}, false), count);

for (const count of [6148, 30_739, 100_000]) {
  await get('map-seed').locator('input').fill(String(count));
  await get('map-facts').getByText(`${count.toLocaleString('en-US')} stickers`).waitFor();
  await pause(2000);
  const { x, y, width, height } = (await get('map-plot').locator('.nsewdrag').boundingBox())!;
  const turn = async (steps: number, radius: number) => {
    for (let step = 0; step < steps; step++) await page.mouse.move(x + width / 2 + radius * Math.cos(step / 9), y + height / 2 + radius * Math.sin(step / 9));
  };
  console.log(`${count.toLocaleString('en-US')} points`);
  console.log(`  hover: ${await frames(() => turn(60, height * 0.3))}`);
  await get('map-plot').locator('[data-title="Pan"]').click();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  console.log(`  pan: ${await frames(() => turn(30, 80))}`);
  await page.mouse.up();
  await pause(500);
  console.log(`  zoom: ${await frames(async () => {
    for (let step = 0; step < 16; step++) {
      await page.mouse.wheel(0, step < 8 ? -40 : 40);
      await pause(30);
    }
    await pause(300);
  })}`);
  await get('map-plot').locator('[data-title="Reset axes"]').click();
  await pause(500);
  const times = [];
  for (const coloring of ['outcome', 'confidence', 'topic', 'label']) times.push(`${coloring} ${(await recolor(coloring)).toFixed(0)}`);
  console.log(`  coloured anew by: ${times.join(', ')}`);
  console.log(`  a selection of 100 marked: ${(await select(100)).toFixed(0)}, of 1,000: ${(await select(1000)).toFixed(0)}`);
  await select(0);
}
for (const fault of faults) console.log(fault);
await browsing.close();
