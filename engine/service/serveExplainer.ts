import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { createExplainer, meanHeat, type Explainer } from '../explain/explainer.ts';
import type { ExplanationView } from '../explain/explanation.ts';
import { openRunModel } from '../explain/runModel.ts';
import { runFiles } from '../train/runRecord.ts';
import type { ExplainHandlers } from './explainChannel.ts';
import { createNewestFirst } from './newestFirst.ts';
import { serveRequests } from './serveRequests.ts';

/** Lengths of texts, in word pieces, that a probe need not wait for: those of most descriptions. With BERT-base each takes a fifth of a second. */
const usualPieces = [32, 64, 96, 128];

/** The run's model is loaded with the first request, and anew when there is a better checkpoint; one request is worked on at a time, the newest first. */
export function explainHandlers(run: string): ExplainHandlers {
  const inTurn = createNewestFirst(1);
  const probes = new Map<string, AbortController>();
  let loaded: { readonly of: string; readonly explainer: Explainer } | undefined;

  async function current(): Promise<Explainer> {
    const of = await stat(path.join(run, runFiles.bestCheckpoint)).then(({ mtimeMs, size }) => `${mtimeMs} ${size}`, () => '');
    if (loaded?.of === of) return loaded.explainer;
    await loaded?.explainer.release();
    loaded = undefined;
    const model = await openRunModel(run);
    for (const pieces of usualPieces) await model.texts.prepare(pieces);
    loaded = { of, explainer: createExplainer(model) };
    return loaded.explainer;
  }

  return {
    async probe({ dataset, sticker }, signal) {
      const superseded = new AbortController();
      probes.get(sticker.id)?.abort();
      probes.set(sticker.id, superseded);
      const begun = () => {
        if (probes.get(sticker.id) === superseded) probes.delete(sticker.id);
      };
      try {
        return await inTurn(AbortSignal.any([signal, superseded.signal]), async () => {
          begun();
          return (await current()).probe(dataset, sticker, signal);
        });
      } finally {
        begun();
      }
    },
    attention: ({ dataset, sticker, target }, signal) => inTurn(signal, async () => (await current()).explain(dataset, sticker, target, signal)),
    async meanAttention({ dataset, stickers }, signal) {
      const explained: Pick<ExplanationView, 'stages'>[] = [];
      let failure: unknown;
      for (const sticker of stickers) {
        // A turn a sticker, so that a probe need not wait for all of them.
        await inTurn(signal, async () => (await current()).explain(dataset, sticker, null, signal)).then(({ stages }) => explained.push({ stages }), (error: unknown) => {
          if (!(error instanceof StickerLabError)) throw error;
          failure ??= error;
        });
      }
      if (explained.length === 0 && failure) throw failure;
      return { stickers: explained.length, stages: meanHeat(explained) };
    },
  };
}

/** Answers the process that started this one, until that goes away. */
export function serveExplainer(run: string): Promise<never> {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serveRequests(connection, explainHandlers(run));
  process.once('disconnect', () => process.exit());
  connection.listen();
  return new Promise(() => {});
}
