import vm from 'node:vm';

/** `work` did not end within its time. */
export class TimeIsUp extends Error {}

/**
 * Runs synchronous work that may never end, such as a regular expression that backtracks: only a watchdog of V8 can stop it, and `node:vm`
 * gives one to whatever a script of its calls. Starting it takes a tenth of a millisecond, so give it many texts at once.
 * @throws TimeIsUp
 */
export function createTimeLimit(milliseconds: number): <T>(work: () => T) => T {
  const call = new vm.Script('work()');
  const context: { work?: () => unknown } = vm.createContext({});
  return <T>(work: () => T) => {
    context.work = work;
    try {
      return call.runInContext(context, { timeout: milliseconds }) as T;
    } catch (error) {
      // The watchdog's error is of the context's own kind, no Error of ours.
      if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TimeIsUp(`not done after ${milliseconds} ms`);
      throw error;
    }
  };
}
