import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { expect, test } from './fixture.ts';
import { Workbench } from './workbench.ts';

const root = path.join(import.meta.dirname, '../..');

let started: ChildProcess | undefined;

/** Runs `npm start` as a newcomer does and resolves to the address it prints. */
function npmStart(): Promise<string> {
  const child = spawn('npm', ['start', '--', '--no-open', '--port', '0'], { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  started = child;
  let output = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString();
        const address = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output)?.[0];
        if (address) resolve(address);
      });
    }
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
}

test.afterEach(async () => {
  if (started?.pid === undefined || started.exitCode !== null) return;
  const ended = new Promise((resolve) => started!.once('exit', resolve));
  // Its own process group: npm, the script and the server, as Ctrl-C in a terminal would reach them.
  process.kill(-started.pid, 'SIGINT');
  await ended;
});

test('npm start shows stickers', async ({ page }) => {
  test.setTimeout(300_000);
  const workbench = new Workbench(page);
  await workbench.open(await npmStart());
  const gallery = await workbench.panel('gallery');
  const pictures = gallery.locator('[data-sticker-id] img');
  await expect(pictures.first()).toBeVisible();
  await expect
    .poll(() => pictures.evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).complete && (one as HTMLImageElement).naturalWidth > 0).length))
    .toBeGreaterThan(5);
  await workbench.screenshot('start');
});
