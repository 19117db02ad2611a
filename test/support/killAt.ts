/**
 * Loaded into a command by `--import`: kills the process, as a power cut would, at the place in its writing that
 * STICKER_LAB_KILL_AT names, `{"kind": "rename last.safetensors", "nth": 3}`: before the third rename to that name; in the
 * middle of the bytes where the kind is a write. STICKER_LAB_COUNTS names a file that gets how often each kind came up.
 */
import { writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const wanted = JSON.parse(process.env['STICKER_LAB_KILL_AT'] ?? '{}') as { kind?: string; nth?: number };
const counts: Record<string, number> = {};
// What is written as time goes by, and what only one at a time may hold.
const left = /^(status\.json|run\.lock)/;

/** Whether this is the place. */
function reached(op: string, file: unknown): boolean {
  const name = path.basename(String(file)).replace(/\.\d+\.partial$/, '');
  if (left.test(name)) return false;
  const kind = `${op} ${name}`;
  counts[kind] = (counts[kind] ?? 0) + 1;
  return kind === wanted.kind && counts[kind] === wanted.nth;
}

const die = () => process.kill(process.pid, 'SIGKILL');

const { open, rename, rm, link, appendFile, writeFile } = fs;
const before = <A extends unknown[], R>(op: string, target: (args: A) => unknown, act: (...args: A) => R) => (...args: A): R => {
  if (reached(op, target(args))) die();
  return act(...args);
};
const halved = (op: string, file: unknown, content: unknown, write: (content: never) => Promise<void>): Promise<void> => {
  if (!reached(op, file)) return write(content as never);
  const half = typeof content === 'string' ? content.slice(0, content.length / 2) : (content as Uint8Array).subarray(0, (content as Uint8Array).length / 2);
  return write(half as never).finally(die);
};

Object.assign(fs, {
  rename: before('rename', ([, to]: Parameters<typeof rename>) => to, rename),
  link: before('link', ([, to]: Parameters<typeof link>) => to, link),
  rm: before('rm', ([file]: Parameters<typeof rm>) => file, rm),
  appendFile: (file: string, content: string, options?: never) => halved('append', file, content, (part) => appendFile(file, part, options)),
  writeFile: (file: string, content: string, options?: never) => halved('create', file, content, (part) => writeFile(file, part, options)),
  async open(...args: Parameters<typeof open>) {
    const [file, flags] = args;
    if (flags === undefined || flags === 'r') return open(...args);
    if (reached('open', file)) die();
    const handle = await open(...args);
    const write = handle.writeFile.bind(handle);
    return Object.assign(handle, {
      writeFile: (content: string | Uint8Array) => halved('write', file, content, write),
      sync: before('sync', () => file, handle.sync.bind(handle)),
    });
  },
});
syncBuiltinESMExports();
const report = process.env['STICKER_LAB_COUNTS'];
if (report) process.on('exit', () => writeFileSync(report, JSON.stringify(counts)));
