import { ErrorCodes, ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { ExplainHandlers } from './explainChannel.ts';
import type { RequestHandlers } from './requestHandlers.ts';

/** The code of a cancelled request in the language server protocol, which the client's library knows. */
export const requestCancelled = -32800;

type AnyHandler = (params: unknown, signal: AbortSignal) => Promise<unknown>;

/**
 * Answers a connection's requests. An error travels as its message with `data: {file, remedy}`.
 * Returns what cancels all requests under way.
 */
export function serveRequests(connection: MessageConnection, handlers: RequestHandlers | ExplainHandlers): () => void {
  const underWay = new Set<AbortController>();
  for (const [method, handler] of Object.entries(handlers) as [string, AnyHandler][]) {
    connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
      const controller = new AbortController();
      underWay.add(controller);
      // A request cancelled before its turn gets a token that never tells.
      if (token.isCancellationRequested) controller.abort();
      const listener = token.onCancellationRequested(() => controller.abort());
      try {
        return await handler(params, controller.signal);
      } catch (error) {
        // Also what another request took the place of is cancelled.
        if (controller.signal.aborted || (error instanceof Error && error.name === 'AbortError')) throw new ResponseError(requestCancelled, 'Cancelled');
        throw responseError(error);
      } finally {
        listener.dispose();
        underWay.delete(controller);
      }
    });
  }
  return () => underWay.forEach((controller) => controller.abort());
}

function responseError(error: unknown): ResponseError<{ file: string; remedy: string }> {
  if (error instanceof StickerLabError) return new ResponseError(ErrorCodes.InternalError, error.message, { file: error.file, remedy: error.remedy });
  const { code, path, message } = error as NodeJS.ErrnoException;
  return new ResponseError(ErrorCodes.InternalError, message ?? String(error), { file: path ?? '', remedy: remedyOf(code) });
}

/** For the system's own errors, by code. */
function remedyOf(code: string | undefined): string {
  switch (code) {
    case 'ENOSPC': return 'The disk is full: make room, then try again.';
    case 'EACCES': case 'EPERM': return 'Check that you may read, and where needed write, this path.';
    case 'EROFS': return 'The disk is read-only: open the dataset from a place that can be written.';
    case 'ENOENT': return 'Check that the path still exists.';
    default: return 'The log (Output: Sticker Lab) says more.';
  }
}
