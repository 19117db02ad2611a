import type { HostFailure } from './hostClient.ts';

export interface AnswerWatch {
  /** Milliseconds. */
  readonly limit: number;
  hasStarted(): boolean;
  /** Resolves once the model is loaded: to whether it was so all along. */
  isLoaded(): Promise<boolean>;
  /** `silent`: nothing has come within the limit although the model was loaded. */
  end(why: 'slow' | 'silent'): void;
  /** The model could not be loaded, or nobody could say. */
  fail(failure: HostFailure): void;
}

/**
 * Holds an answer to its limit, which counts only while the model is loaded: Ollama sends no byte before. Where none has come in time
 * the model is asked for; was it still loading, the time starts anew. The request itself is left alone: ending it would end the load.
 */
export function watchAnswer({ limit, hasStarted, isLoaded, end, fail }: AnswerWatch): () => void {
  let timer: NodeJS.Timeout;
  let isOver = false;
  const check = async () => {
    if (hasStarted()) {
      end('slow');
      return;
    }
    const wasLoaded = await isLoaded();
    if (isOver) return;
    if (wasLoaded && !hasStarted()) end('silent');
    else arm();
  };
  const arm = () => {
    timer = setTimeout(() => {
      check().catch((error: HostFailure) => {
        if (!isOver) fail(error);
      });
    }, limit);
  };
  arm();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
