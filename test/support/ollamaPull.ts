import { setTimeout as sleep } from 'node:timers/promises';
import { layersOf, type ServedModel } from './ollamaModels.ts';

export interface PullPace {
  /** Lines a layer's download has, and milliseconds between two. */
  steps: number;
  stepDelay: number;
  /** An error line after so many lines with progress. */
  error: { readonly after: number; readonly message: string } | null;
}

/** Lines of a download. `kept`: bytes that are there by digest, which a later one goes on from. */
export async function* pullLines(model: ServedModel | undefined, isThere: boolean, kept: Map<string, number>, pace: PullPace): AsyncGenerator<object> {
  yield { status: 'pulling manifest' };
  if (!model) {
    yield { error: 'pull model manifest: file does not exist' };
    return;
  }
  let progress = 0;
  for (const { digest, total } of layersOf(model)) {
    const status = `pulling ${digest.slice(7, 19)}`;
    if (isThere) kept.set(digest, total);
    // Ollama leaves zero out.
    const line = () => ({ status, digest, total, ...(kept.get(digest) ? { completed: kept.get(digest) } : {}) });
    yield line();
    while ((kept.get(digest) ?? 0) < total) {
      if (pace.error && progress++ >= pace.error.after) {
        yield { error: pace.error.message };
        return;
      }
      if (pace.stepDelay > 0) await sleep(pace.stepDelay);
      kept.set(digest, Math.min(total, (kept.get(digest) ?? 0) + Math.ceil(total / pace.steps)));
      yield line();
    }
  }
  yield { status: 'verifying sha256 digest' };
  yield { status: 'writing manifest' };
  yield { status: 'success' };
}
