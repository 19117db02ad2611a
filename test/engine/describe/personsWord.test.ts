import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { readDescriptionsFile } from '../../../engine/dataset/readDescriptionsFile.ts';
import { views, type View } from '../../../engine/dataset/sticker.ts';
import { runBatch, type BatchGround } from '../../../engine/describe/batch.ts';
import { batchPolicies, createBatchConfig } from '../../../engine/describe/batchConfig.ts';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import type { HostClient } from '../../../engine/describe/hostClient.ts';
import { importTexts } from '../../../engine/describe/importTexts.ts';
import { createHostClient } from '../../../engine/describe/ollamaClient.ts';
import { usualPrompts, type Prompts } from '../../../engine/describe/prompts.ts';
import { createRandom, type Random } from '../../../engine/random/random.ts';
import { isPersons } from '../../../engine/store/descriptionRecord.ts';
import { startOllamaServer } from '../../support/ollamaServer.ts';
import { keyOf, openGround, testFolder, writePlainDataset } from './describedDataset.ts';

const sequences = 12;
const steps = 25;

/** What must hold whatever happens: the texts that a person wrote or accepted, and has not touched since. */
type Words = Map<string, string>;

interface World {
  readonly dataset: Dataset;
  readonly folder: string;
  readonly random: Random;
  readonly clients: readonly HostClient[];
  ground: BatchGround;
  readonly words: Words;
}

const anyText = ({ dataset, random }: World): [string, View] => [random.pick(dataset.stickers).id, random.pick(views)];
const reword = (style: string): Prompts => ({ ...usualPrompts, rounds: { ...usualPrompts.rounds, style } });

function act(world: World, state: 'edited' | 'accepted' | 'rejected') {
  const { ground, random, words } = world;
  const [id, view] = anyText(world);
  const { text, present } = ground.table.read(id, view);
  const written = state === 'edited' ? `Words of a person ${random.integer(1e6)}.` : text;
  if (written === '') return;
  ground.descriptions.change({ title: state, who: 'me', continues: null }, [{ sticker: id, view, text: written, state, generation: null, basedOn: present?.id ?? 0 }]);
  if (state === 'rejected') words.delete(keyOf(id, view));
  else words.set(keyOf(id, view), written);
}

function undo(world: World, how: 'undo' | 'redo') {
  const { ground, words } = world;
  for (const { sticker, view, state, text } of ground.descriptions[how]('me')?.written ?? []) {
    if (isPersons(state)) words.set(keyOf(sticker, view), text);
    else words.delete(keyOf(sticker, view));
  }
}

/** A batch of any policy, that comes to its end, is paused, or whose process dies in the middle. */
async function batch(world: World) {
  const { ground, random, clients, dataset } = world;
  const config = createBatchConfig(random.pick(batchPolicies), { ...defaultDescriber, mode: random.pick(['rounds', 'structured']), seed: random.integer(5) }, reword(`Which style does it have? Version ${random.integer(3)}.`));
  const record = ground.batches.add(dataset.stickers.map(({ id }) => id), config);
  const run = runBatch(ground, { record, config, digests: new Set(), hosts: clients.map((client) => ({ client, concurrency: 1 })), onChange: () => {} });
  const end = random.pick(['done', 'pause', 'die', 'edit']);
  if (end === 'done') return run.finished;
  await Promise.race([run.finished, new Promise((resolve) => { setTimeout(resolve, random.integer(25)); })]);
  if (end === 'edit') {
    act(world, 'edited');
    return run.finished;
  }
  if (end === 'pause') run.pause();
  else run.stop();
  await run.finished;
  if (end === 'die') await reopen(world);
}

/** Another process, that knows what is on the disk. */
async function reopen(world: World) {
  world.ground.descriptions.close();
  world.ground = await openGround(world.dataset, world.folder);
}

async function importFile(world: World) {
  const { dataset, ground, folder, random } = world;
  const file = path.join(folder, 'import.jsonl');
  const lines = dataset.stickers.map(({ id }) => JSON.stringify({ id, descriptions: { intention: `Imported ${random.integer(9)}.`, roles: 'Imported roles.' } }));
  await writeFile(file, `${lines.join('\n')}\n{"id": "0.png", "descr`);
  const { texts } = await readDescriptionsFile(file, new Set(dataset.stickers.map(({ id }) => id)));
  const { changes } = importTexts(ground.table, texts, false);
  if (changes.length > 0) ground.descriptions.change({ title: 'Import', who: 'me', continues: null }, changes);
  expect(changes.filter(({ sticker, view }) => world.words.has(keyOf(sticker, view)))).toEqual([]);
  // What was taken in counts as a person's from then on.
  for (const { sticker, view, text } of changes) world.words.set(keyOf(sticker, view), text);
}

const doings: Readonly<Record<string, (world: World) => void | Promise<void>>> = {
  edit: (world) => act(world, 'edited'), accept: (world) => act(world, 'accepted'), reject: (world) => act(world, 'rejected'),
  undo: (world) => undo(world, 'undo'), redo: (world) => undo(world, 'redo'), batch, reopen, importFile,
};

test('a person\'s text is never touched, whatever order edits, batches, crashes, imports, undo and redo come in', async () => {
  const servers = [await startOllamaServer({ delay: 1 }), await startOllamaServer({ delay: 2 })];
  const clients = servers.map(({ url }) => createHostClient({ url, headers: {} }, { answerLimit: 10, loadLimit: 10 }));
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(servers.map((server) => server.stop()));
  });
  const dataset = await writePlainDataset(5);
  let held = 0;
  for (let sequence = 0; sequence < sequences; sequence++) {
    const folder = await testFolder();
    const world: World = { dataset, folder, random: createRandom('person', sequence), clients, ground: await openGround(dataset, folder), words: new Map() };
    const done: string[] = [];
    for (let step = 0; step < steps; step++) {
      const name = world.random.pick(['edit', 'edit', 'edit', 'accept', 'accept', 'reject', 'undo', 'redo', 'batch', 'batch', 'reopen', 'importFile']);
      done.push(name);
      await doings[name](world);
      world.ground.onWritten();
      for (const [key, text] of world.words) {
        const [id, view] = key.split(' ') as [string, View];
        const now = world.ground.table.read(id, view);
        expect([key, now.text, isPersons(now.state)], done.join(', ')).toEqual([key, text, true]);
        held++;
      }
    }
    world.ground.descriptions.close();
  }
  expect(held).toBeGreaterThan(sequences * steps);
}, 180_000);
