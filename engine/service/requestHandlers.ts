import type { EngineMethod, EngineNotifications, EngineRequests } from './requests.ts';

/** Answers one request. Stops and throws the signal's reason once it is aborted. */
export type RequestHandler<M extends EngineMethod> = (
  params: EngineRequests[M]['params'],
  signal: AbortSignal,
) => Promise<EngineRequests[M]['result']>;

/** A total table: a new request does not compile until it is answered. */
export type RequestHandlers = { readonly [M in EngineMethod]: RequestHandler<M> };

export type Notify = <N extends keyof EngineNotifications>(name: N, params: EngineNotifications[N]) => void;
