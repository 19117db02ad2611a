/** What a host is up to; each has its own words and its own button. */
export type HostState =
  | 'unknown' | 'checking'
  /** Nothing listens there, and no Ollama is installed here (for a host on this machine). */
  | 'absent'
  /** Nothing listens there, but Ollama is installed here: it can be started. */
  | 'stopped'
  /** It does not answer, and is no program of this machine that could be started. */
  | 'unreachable'
  /** Something else answers there: HTML, a redirect, a broken certificate. */
  | 'foreign'
  | 'tooOld'
  /** The wanted model is not there. */
  | 'noModel'
  /** It is there, but takes no pictures. */
  | 'noVision'
  | 'loading' | 'busy' | 'ready';

export interface HostModelView {
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
  /** For example `7B`, `Q4_0`. */
  readonly parameters: string;
  readonly quantization: string;
  readonly vision: boolean;
  readonly loaded: boolean;
}

export interface HostView {
  readonly url: string;
  readonly state: HostState;
  readonly message: string;
  readonly remedy: string;
  readonly version: string;
  readonly models: readonly HostModelView[];
  /** A download under way on this host. */
  readonly pull: { readonly model: string; readonly completed: number; readonly total: number; readonly status: string } | null;
}
