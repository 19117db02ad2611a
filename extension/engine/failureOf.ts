import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { StickerLabError } from '../../engine/errors/stickerLabError.ts';

/** The request was cancelled by who asked: nothing to show. */
export class CancelledError extends Error {
  constructor() {
    super('Cancelled');
    this.name = 'CancelledError';
  }
}

const requestCancelled = -32800;

/** Anything thrown, as a StickerLabError or a CancelledError. `file`: what to name where the error names none. */
export function failureOf(error: unknown, file = ''): StickerLabError | CancelledError {
  if (error instanceof StickerLabError || error instanceof CancelledError) return error;
  if (error instanceof ResponseError) {
    if (error.code === requestCancelled) return new CancelledError();
    if (error.code === ErrorCodes.PendingResponseRejected) {
      return new StickerLabError('The engine service stopped while it was at work.', file, 'It is started again by itself: try once more.');
    }
    const data = error.data as { file?: string; remedy?: string } | undefined;
    return new StickerLabError(error.message, data?.file ?? file, data?.remedy ?? '');
  }
  if (error instanceof Error && error.name === 'AbortError') return new CancelledError();
  return new StickerLabError(error instanceof Error ? error.message : String(error), file, '', { cause: error });
}
