import { CancelledError, failureOf } from './engine/failureOf.ts';

/** Waits for a task of the background; never rejects. */
export type Background = (task: Promise<unknown>) => Promise<void>;

/** For what is done again and again without being asked for: the first failure after a success is shown, those that follow are logged. */
export function showingFirstFailure(show: (error: unknown) => void, log: (words: string) => void): Background {
  let isFailing = false;
  return async (task) => {
    try {
      await task;
      isFailing = false;
    } catch (error) {
      const failure = failureOf(error);
      if (failure instanceof CancelledError) return;
      if (isFailing) log(`${failure.message} [${failure.file}] ${failure.remedy}`);
      else show(error);
      isFailing = true;
    }
  };
}
