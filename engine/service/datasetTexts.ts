import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import type { Sticker, View } from '../dataset/sticker.ts';
import { promptFileName, promptVersion, readPrompts } from '../describe/promptFile.ts';
import type { Prompts } from '../describe/prompts.ts';
import { createStaleness, type Staleness } from '../describe/staleness.ts';
import type { BatchStore } from '../store/batchStore.ts';
import type { ShownState } from '../store/descriptionRecord.ts';
import type { DescriptionStore, PresentDescription } from '../store/descriptionStore.ts';
import { createDescriptionTable, type DescriptionTable } from '../store/descriptionTable.ts';
import { openDescriptionStore } from '../store/openDescriptionStore.ts';
import type { PieceCounter } from '../text/pieceCounter.ts';
import type { Describer } from './describer.ts';
import { createPieceCounters } from './pieceCounters.ts';

export interface ShownText {
  readonly text: string;
  readonly state: ShownState;
  /** Why it is stale; null where it is not. */
  readonly stale: string | null;
  readonly present: PresentDescription | null;
}

/** The texts of an open dataset: those of its files, those of the store, and what they are judged by. */
export interface DatasetTexts {
  readonly store: DescriptionStore;
  readonly batches: BatchStore;
  readonly table: DescriptionTable;
  /** The prompts in force; while the file has a fault the last good ones, null where there have been none since the dataset was opened. */
  readonly prompts: Prompts | null;
  /** As the file has them at this moment, and in force from then on. @throws StickerLabError that names the line where it has a fault */
  readPrompts(): Promise<Prompts>;
  shown(id: string, view: View): ShownText;
  counter(): Promise<PieceCounter>;
  /** Takes over what was written, and tells of it. `own`: as `DescriptionTable.sync` has it. */
  sync(own?: readonly PresentDescription[]): void;
  close(): void;
}

/** How often other processes' writes and the prompt file are looked for, in milliseconds. */
const lookEvery = 1000;
/** Changes are told together, at most so often. */
const tellEvery = 250;
/** More ids than these are not named. */
const mostIds = 500;

/**
 * @param told of the stickers whose texts or states are others now, null for all of them: `invalid` at once, `changed` a little later and together
 * @throws StickerLabError where the store cannot be opened
 */
export async function openDatasetTexts(dataset: Dataset, folder: string, describer: Describer, told: { invalid(): void; changed(ids: readonly string[] | null): void }): Promise<DatasetTexts> {
  const { descriptions: store, batches } = await openDescriptionStore(folder);
  const table = createDescriptionTable(dataset, store);
  const byId = new Map(dataset.stickers.map((sticker): [string, Sticker] => [sticker.id, sticker]));
  let prompts: Prompts | null = await readPrompts(folder).catch(() => null);
  let judge: Staleness | null = null;
  // A version's reason does not change until the judge does.
  let reasons = new WeakMap<PresentDescription, string | null>();
  let waiting: Set<string> | null = new Set();
  let timer: NodeJS.Timeout | null = null;

  const tell = (ids: readonly string[] | null) => {
    told.invalid();
    if (ids === null) waiting = null;
    else for (const id of ids) waiting?.add(id);
    timer ??= setTimeout(() => {
      timer = null;
      const all = waiting === null || waiting.size > mostIds ? null : [...waiting];
      waiting = new Set();
      told.changed(all);
    }, tellEvery);
  };
  const judgeAnew = () => {
    judge = null;
    reasons = new WeakMap();
    tell(null);
  };
  const staleReason = (id: string, view: View, present: PresentDescription): string | null => {
    const known = reasons.get(present);
    if (known !== undefined) return known;
    judge ??= createStaleness({ config: describer.config, prompts, digests: describer.digests(), classes: dataset.classes });
    const reason = present.source ? judge(byId.get(id)!, view, present.source) : null;
    reasons.set(present, reason);
    return reason;
  };
  const sync = (own?: readonly PresentDescription[]) => {
    const ids = table.sync(own);
    if (ids.length > 0) tell(ids);
  };

  const takePrompts = async () => {
    const read = await readPrompts(folder);
    if (!prompts || promptVersion(read) !== promptVersion(prompts)) {
      prompts = read;
      judgeAnew();
    }
    return read;
  };

  const promptFile = path.join(folder, promptFileName);
  let promptsRead = await modified(promptFile);
  const look = async () => {
    if (store.changedElsewhere()) sync();
    const now = await modified(promptFile);
    if (now === promptsRead) return;
    promptsRead = now;
    await takePrompts().catch(() => undefined);
  };
  const looking = setInterval(() => void look().catch(() => undefined), lookEvery);
  const stopListening = describer.onDidChange(judgeAnew);

  return {
    store, batches, table,
    get prompts() {
      return prompts;
    },
    readPrompts: takePrompts,
    shown(id, view) {
      const { text, state, present } = table.read(id, view);
      const stale = state === 'generated' && present ? staleReason(id, view, present) : null;
      return { text, state: stale === null ? state : 'stale', stale, present };
    },
    counter: createPieceCounters(table.stickers),
    sync,
    close() {
      clearInterval(looking);
      if (timer) clearTimeout(timer);
      stopListening();
      store.close();
    },
  };
}

const modified = (file: string) => stat(file).then(({ mtimeMs, size }) => `${mtimeMs} ${size}`, () => '');
