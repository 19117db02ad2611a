import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom } from '../../../engine/random/random.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';

/*
 * Real processes that write one text after another to the same file and are killed at random moments, as often as STICKER_LAB_KILLS says (12),
 * drawn from STICKER_LAB_KILLS_SEED (1).
 */

const kills = Number(process.env['STICKER_LAB_KILLS'] ?? 12);
const seed = Number(process.env['STICKER_LAB_KILLS_SEED'] ?? 1);
const longestLife = 250;

interface Writer {
  readonly name: string;
  /** Numbers of the texts that the process said are written, over all its lives. */
  readonly said: number[];
}

/** One life: from the first text on until the kill, some milliseconds later. */
async function live(folder: string, { name, said }: Writer, milliseconds: number): Promise<void> {
  const first = (said.at(-1) ?? -1) + 2;
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'writeTexts.ts'), folder, name, String(first)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const begun = new Promise<void>((resolve) => child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    resolve();
  }));
  await Promise.race([begun, closed]);
  await setTimeout(milliseconds);
  child.kill('SIGKILL');
  await closed;
  expect(errors).toBe('');
  // A last line cut off was not said.
  said.push(...out.split('\n').slice(0, -1).map(Number));
}

test('two writers killed again and again: no text that was said to be written is lost, none is there twice, the file is sound', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'killed-writer-'));
  try {
    const writers: Writer[] = ['left', 'right'].map((name) => ({ name, said: [] }));
    await Promise.all(writers.map(async (writer) => {
      const random = createRandom('killed writer', seed, writer.name);
      for (let kill = 0; kill < kills / 2; kill++) await live(folder, writer, random.integer(longestLife));
    }));
    const { descriptions } = await openDescriptionStore(folder);
    const present = new Map([...descriptions.present()].map(({ sticker, text }) => [sticker, text]));
    for (const { name, said } of writers) {
      expect(said.length).toBeGreaterThan(kills / 2);
      expect(said.filter((i) => present.get(`${name}-${i}.png`) !== `text ${i} of ${name}`)).toEqual([]);
    }
    descriptions.close();
    const database = new DatabaseSync(path.join(folder, 'descriptions.db'));
    expect(database.prepare('PRAGMA integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }]);
    expect(database.prepare('SELECT sticker FROM version GROUP BY sticker, view HAVING count(*) > 1').all()).toEqual([]);
    // Each process was at most one text ahead of what it had said.
    expect(present.size).toBeLessThanOrEqual(writers.reduce((sum, { said }) => sum + said.length, 0) + kills);
    database.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
