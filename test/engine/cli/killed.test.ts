import { cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../engine/random/random.ts';
import type { EpochMetrics } from '../../../engine/train/runRecord.ts';
import { runCommand, startCommand } from '../../support/commandLine.ts';
import { microSettings, settingFlags } from '../../support/microSettings.ts';
import { readJson, readMetrics } from '../train/trainingRun.ts';

/*
 * Real processes, killed wherever they write and resumed, as often as STICKER_LAB_KILLS says (12), with draws that belong to
 * STICKER_LAB_KILLS_SEED (1). Every run, however often it was killed, must end with the bytes of one never stopped.
 */

const kills = Number(process.env['STICKER_LAB_KILLS'] ?? 12);
const seed = Number(process.env['STICKER_LAB_KILLS_SEED'] ?? 1);
const epochs = 5;
let folder: string;
let whole: string;
let wholeSeconds: number;
/** How often a run writes in each way. */
let counts: Record<string, number>;

const at = (name: string) => path.join(folder, name);
/** The first two epochs learn nothing, so that the second is no better than the first; a later one is. */
const settings = { ...microSettings, checkpointSeconds: '0', schedule: 'epoch', learningRate: '1e-2', minimumLearningRate: '0', warmupEpochs: '1' };
const trainArgs = (dataset: string, run: string) => ['train', dataset, '--run', run, '--preset', 'tiny', '--device', 'cpu', '--epochs', String(epochs), ...settingFlags(settings)];
const preloaded = (env: NodeJS.ProcessEnv) => ({ ...env, NODE_OPTIONS: `--import ${pathToFileURL(path.join(import.meta.dirname, '../../support/killAt.ts')).href}` });

/** Two emotions that colours tell apart most of the time. */
async function writeFaces(root: string): Promise<void> {
  const random = createRandom('faces');
  for (const label of ['anger', 'joy']) {
    await mkdir(path.join(root, label), { recursive: true });
    for (let i = 0; i < 30; i++) {
      const background = { r: random.integer(120) + (label === 'anger' ? 100 : 0), g: random.integer(120) + (label === 'joy' ? 100 : 0), b: random.integer(256) };
      await sharp({ create: { width: 40, height: 40, channels: 3, background } }).png().toFile(path.join(root, label, `${i}.png`));
    }
  }
}

/** What must be the same to the byte; of the metrics all but the times. */
async function bytesOf(run: string): Promise<Record<string, string>> {
  const stored = ['checkpoints/last.safetensors', 'checkpoints/best.safetensors', ...['validation', 'test'].flatMap((split) => [`predictions/${split}.jsonl`, `predictions/${split}.features.safetensors`, `evaluation/${split}.json`])];
  const bytes = await Promise.all(stored.map(async (file) => [file, (await readFile(path.join(run, file))).toString('base64')] as const));
  const metrics = (await readMetrics(run)).map((entry) => JSON.stringify(entry.kind === 'epoch' ? { ...entry, seconds: 0 } : entry)).join('\n');
  const { best } = await readJson<{ best: unknown }>(run, 'result.json');
  return { ...Object.fromEntries(bytes), metrics, best: JSON.stringify(best) };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'killed-'));
  await writeFaces(at('faces'));
  whole = at('whole');
  await cp(at('faces'), at('faces-whole'), { recursive: true });
  const began = performance.now();
  expect(await runCommand(trainArgs(at('faces-whole'), whole), preloaded({ STICKER_LAB_COUNTS: at('counts.json') }))).toMatchObject({ code: 0 });
  wholeSeconds = (performance.now() - began) / 1000;
  counts = await readJson(folder, 'counts.json');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Kill {
  readonly kind: string;
  readonly nth: number;
}

/** A place to be killed at; null leaves it to a clock. */
type Plan = readonly (Kill | null)[];

/** Two plans, worked off side by side: the first goes through the places where files must agree, in the order in which a run comes to them. */
function planKills(random: Random): readonly [Plan, Plan] {
  const places: Plan = [
    // The epoch's line is in the metrics and all its steps are saved, but not that it is over.
    { kind: 'rename last.safetensors', nth: counts['rename last.safetensors'] / epochs },
    // It is over, but its weights are not the best yet.
    { kind: 'rename best.safetensors', nth: 1 },
    // In the validation, and again between checkpoint and best weights, of a later epoch.
    { kind: 'open staged.safetensors', nth: 1 }, { kind: 'rename best.safetensors', nth: 1 },
    { kind: 'write last.safetensors', nth: 200 }, { kind: 'rename validation.json', nth: 1 },
  ];
  const kinds = random.shuffle(Object.keys(counts));
  const drawn = Array.from({ length: Math.max(0, kills - places.length) }, (_, i) => {
    const kind = kinds[i % kinds.length];
    return i % 6 === 5 ? null : { kind, nth: 1 + random.integer(counts[kind]) };
  });
  const more = Math.max(0, Math.ceil(kills / 2) - places.length);
  return [[...places, ...drawn.slice(0, more)], drawn.slice(more)];
}

/** Works plans off, a run after the other, each killed and resumed until it ends by itself. -> kills that struck. */
async function killRuns(plan: Plan, name: string, random: Random): Promise<{ kind: string; outcome: string }[]> {
  const struck: { kind: string; outcome: string }[] = [];
  const wanted = await bytesOf(whole);
  let next = 0;
  for (let index = 0; next < plan.length; index++) {
    const [faces, run] = [at(`faces-${name}-${index}`), at(`run-${name}-${index}`)];
    await cp(at('faces'), faces, { recursive: true });
    for (let done = false; !done;) {
      const kill = next < plan.length ? plan[next++] : undefined;
      const begun = await readJson(run, 'config.json').catch(() => null);
      const training = startCommand(begun ? ['train', faces, '--run', run, '--resume'] : trainArgs(faces, run), kill ? preloaded({ STICKER_LAB_KILL_AT: JSON.stringify(kill) }) : {});
      const timer = kill === null ? setTimeout(() => training.kill('SIGKILL'), 1000 * wholeSeconds * random.uniform()) : undefined;
      const { code, stderr } = await training.ended;
      clearTimeout(timer);
      expect({ kill, code, stderr: code === 0 || code === null ? '' : stderr }).toEqual({ kill, code: expect.toBeOneOf([0, null]), stderr: '' });
      struck.push({ kind: kill?.kind ?? 'clock', outcome: code === null ? 'killed' : 'ended' });
      done = code === 0;
    }
    expect(await bytesOf(run), `run ${index}, after ${JSON.stringify(struck)}`).toEqual(wanted);
    expect((await readdir(path.join(run, 'checkpoints'))).toSorted()).toEqual(['best.safetensors', 'last.safetensors', 'previous.safetensors']);
    await Promise.all([faces, run].map((used) => rm(used, { recursive: true })));
  }
  return struck;
}

test(`killed at ${kills} places and resumed, a run ends with the bytes of one never stopped`, { timeout: 60_000 + 10_000 * kills }, async () => {
  const improved = (await readMetrics(whole)).filter((entry): entry is EpochMetrics => entry.kind === 'epoch' && entry.best);
  expect(improved.length).toBeGreaterThan(1);
  expect(improved.length).toBeLessThan(epochs);
  const random = createRandom(seed, 'kills');
  const plans = planKills(random);
  // Each in the other's way.
  const struck = (await Promise.all(plans.map((plan, half) => killRuns(plan, String(half), createRandom(seed, 'clock', half))))).flat();
  const killed = struck.filter(({ outcome }) => outcome === 'killed');
  console.log(`${killed.length} of ${plans.flat().length} kills struck: ${killed.map(({ kind }) => kind).join(', ')}`);
  expect(killed.length).toBeGreaterThan(plans.flat().length / 3);
});
