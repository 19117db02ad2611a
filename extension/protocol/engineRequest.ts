import type { RequestType } from 'vscode-messenger-common';
import type { EngineMethod, EngineRequests } from './engine.ts';

export interface EngineRequest<M extends EngineMethod> {
  readonly method: M;
  readonly params: EngineRequests[M]['params'];
}

/**
 * The one relayed request: the host passes it to the engine service and the answer back, bytes as `Uint8Array`.
 * Cancelling it cancels the work. Fails with a `RequestFailure`.
 */
export const engineRequest = <M extends EngineMethod>(): RequestType<EngineRequest<M>, EngineRequests[M]['result']> => ({
  method: 'engine/request',
});
