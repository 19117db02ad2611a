import { randomInt } from 'node:crypto';
import { pictureFile } from '../dataset/dataset.ts';
import { views, type View } from '../dataset/sticker.ts';
import { pictureSide } from '../describe/batch.ts';
import { HostFailure, type HostClient } from '../describe/hostClient.ts';
import { interpret } from '../describe/interpreter.ts';
import { prepareHost } from '../describe/prepareHost.ts';
import { promptVersion, refuseLeak } from '../describe/promptFile.ts';
import { fillPrompts } from '../describe/prompts.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { encodePng } from '../images/encodePng.ts';
import type { Describer } from './describer.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';
import { withSticker } from './withSticker.ts';

export interface Regenerations {
  isWriting(root: string, id: string, view: View): boolean;
  readonly handlers: Pick<RequestHandlers, 'descriptions/regenerate'>;
}

/** A growing text is told at most so often, in milliseconds. */
const tellEvery = 60;

/** Writes single texts anew, as proposals. */
export function createRegenerations(datasets: OpenDatasets, describer: Describer, notify: Notify): Regenerations {
  const writing = new Set<string>();
  return {
    isWriting: (root, id, view) => writing.has(keyOf(root, id, view)),
    handlers: {
      async 'descriptions/regenerate'({ root, id, view }, signal) {
        const { dataset, texts, positions, storage } = withSticker(datasets, root, id);
        const { config } = describer;
        const prompts = await texts.readPrompts();
        refuseLeak(prompts, config.allowLabel, storage.folder);
        const key = keyOf(root, id, view);
        if (writing.has(key)) throw new StickerLabError('This view is being written already.', id, 'Wait for it, or cancel it.');
        writing.add(key);
        try {
          const picture = await encodePng(pictureFile(dataset, id), pictureSide).catch((error: unknown) => {
            throw new StickerLabError(error instanceof Error ? error.message : String(error), id, 'Replace the file with a whole picture.');
          });
          const { client, digest } = await firstReady(describer, signal);
          const version = promptVersion(prompts);
          texts.store.keepPrompts(version, JSON.stringify(prompts));
          const known = Object.fromEntries(views.filter((each) => each !== view && texts.table.read(id, each).state !== 'rejected').map((each) => [each, texts.table.read(id, each).text]));
          const told = notNow(tellEvery, (text: string) => notify('descriptions/didStream', { root, id, view, text }));
          const answers = interpret(client, {
            id, picture, prompts: fillPrompts(prompts, dataset.stickers[positions.get(id)!], dataset.classes), wanted: [view], known, config, digest,
            // Another one each time, also after a proposal was dropped: the same seed would write the same again.
            promptVersion: version, batch: null, variant: randomInt(1, 2 ** 31),
          }, signal, (_, text) => told(text));
          for await (const answer of answers) {
            if ('fault' in answer) throw new StickerLabError(`The model's answer is no description: ${answer.fault}`, client.url, 'Try again, change the prompt, or choose another model.');
            // The dataset may have been read anew meanwhile, which closed the store of before.
            withSticker(datasets, root, id).texts.store.propose({ sticker: id, view, text: answer.text, generation: answer.generation });
            return { text: answer.text, generation: answer.generation };
          }
          throw new StickerLabError('The model was not asked.', client.url, 'Try again.');
        } finally {
          writing.delete(key);
          notify('descriptions/didChange', { root, ids: [id] });
        }
      },
    },
  };
}

const keyOf = (root: string, id: string, view: View) => `${view} ${root} ${id}`;

/** The first host, in the settings' order, that has the model ready. @throws the first host's failure where none has */
async function firstReady({ clients, config }: Describer, signal: AbortSignal): Promise<{ client: HostClient; digest: string }> {
  let first: unknown = null;
  for (const client of clients) {
    try {
      return { client, digest: await prepareHost(client, config.model, signal) };
    } catch (error) {
      if (!(error instanceof HostFailure)) throw error;
      first ??= error;
    }
  }
  throw first ?? new StickerLabError('No Ollama host is named.', '', 'Name one in the setting stickerLab.ollama.hosts.');
}

/** Calls at once, then at most once in so many milliseconds. */
function notNow<T>(every: number, call: (value: T) => void): (value: T) => void {
  let last = 0;
  return (value) => {
    const now = Date.now();
    if (now - last < every) return;
    last = now;
    call(value);
  };
}
