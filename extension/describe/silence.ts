/** Notices where nothing was told of a thing that goes on. */
export interface Silence {
  /** Something was told; `goesOn`: more is to come. */
  told(name: string, goesOn: boolean): void;
  dispose(): void;
}

/** Calls `ask` once nothing was told of a thing for `after` milliseconds; what it finds out is to be told again. */
export function createSilence(ask: (name: string) => void, after: number): Silence {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    told(name, goesOn) {
      clearTimeout(timers.get(name));
      if (goesOn) timers.set(name, setTimeout(() => ask(name), after));
      else timers.delete(name);
    },
    dispose: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}
