export interface CodeServer {
  readonly address: string;
  /** Resolves when the server has ended. */
  readonly exited: Promise<unknown>;
  log(): string;
  stop(): Promise<void>;
}
export declare function writeSettings(profile: string, settings?: Readonly<Record<string, unknown>>): void;
export declare function installExtension(profile: string, vsix: string, env?: NodeJS.ProcessEnv): Promise<void>;
export declare function startCodeServer(options: {
  profile: string;
  scratch: string;
  port?: number;
  env?: NodeJS.ProcessEnv;
  timeout?: number;
}): Promise<CodeServer>;
export function freePort(wanted?: number): Promise<number>;
