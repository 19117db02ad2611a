/** The descriptions of 30,739 stickers in four views: opening, one text after another, and acts on all of them at once. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { views } from '../../engine/dataset/sticker.ts';
import type { Generation } from '../../engine/store/descriptionRecord.ts';
import type { DescriptionStore, StoredChange } from '../../engine/store/descriptionStore.ts';
import { openDescriptionStore } from '../../engine/store/openDescriptionStore.ts';

const stickers = 30_739;
const singles = 1000;
const sentence = 'A round yellow creature lifts both hands and laughs, which says that the sender is happy about good news and wants to share it. ';

const generation: Generation = {
  host: 'http://127.0.0.1:11434', model: 'llava:7b-v1.6-mistral', digest: 'd'.repeat(64), mode: 'rounds', prompt: 'p'.repeat(12), input: 'i'.repeat(64),
  options: { temperature: 0.2, num_ctx: 8192, num_predict: 400 }, seed: 1, started: Date.now(), finished: Date.now(), promptTokens: 3000, answerTokens: 60, batch: 1,
};
const act = (title: string) => ({ title, who: 'Ada', continues: null });
const everything = Array.from({ length: stickers }, (_, i) => `Images/pack-${Math.floor(i / 16)}/sticker_${i}.jpg`).flatMap((sticker) => views.map((view) => ({ sticker, view })));

async function timed<T>(work: () => T | Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: Math.round(performance.now() - start) };
}

/** All texts as one import would write them. */
function fill(store: DescriptionStore): void {
  const { written } = store.change(act('Import'), everything.map(({ sticker, view }, i) => ({ sticker, view, text: `${sentence}${i}`, state: 'edited', generation: null, basedOn: 0 })));
  if (written.length !== everything.length) throw new Error(`${written.length} texts were written`);
}

const folder = await mkdtemp(path.join(tmpdir(), 'descriptions-'));
try {
  const first = (await openDescriptionStore(folder)).descriptions;
  fill(first);
  first.close();
  const { size } = await stat(path.join(folder, 'descriptions.db'));
  const opening = await timed(async () => {
    const { descriptions } = await openDescriptionStore(folder);
    return { store: descriptions, present: [...descriptions.present()] };
  });
  const { store, present } = opening.result;
  const newest = Math.max(...present.map(({ id }) => id));
  const generated = await timed(() => {
    for (let i = 0; i < singles; i++) store.addGenerated(`another_${i}.jpg`, 'style', sentence, generation, () => true);
  });
  const read = await timed(() => store.since(newest));
  const changes: StoredChange[] = present.map(({ id, sticker, view, text }) => ({ sticker, view, text: text.replace('creature', 'cat'), state: 'edited', generation: null, basedOn: id }));
  const change = await timed(() => store.change(act('Replace "creature" with "cat"'), changes));
  const undo = await timed(() => store.undo('Ada'));
  const redo = await timed(() => store.redo('Ada'));
  if (read.result.length !== singles || change.result.written.length !== present.length || undo.result?.written.length !== present.length || redo.result?.kept !== 0) throw new Error('not everything was written');
  store.close();
  const again = await timed(async () => {
    const { descriptions } = await openDescriptionStore(folder);
    const count = [...descriptions.present()].length;
    descriptions.close();
    return count;
  });
  console.table({
    'texts': present.length, 'file MB': Math.round(size / 1e6), 'open ms': opening.ms, 'ms a single text': generated.ms / singles, [`since, ${singles} ms`]: read.ms,
    'change all ms': change.ms, 'undo all ms': undo.ms, 'redo all ms': redo.ms, 'open with a history of four ms': again.ms,
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
