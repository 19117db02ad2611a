import type { Split } from '../../engine/dataset/sticker.ts';
import type { RunView } from '../../engine/service/requests.ts';
import { firstSplit } from './firstSplit.ts';

/** Which two runs of a dataset are compared, and on which split. */
export interface ComparedRuns {
  readonly first: string | null;
  readonly second: string | null;
  readonly split: Split;
}

type Predicted = Pick<RunView, 'run' | 'predicted'>;

const bothPredicted = (runs: readonly Predicted[], first: string | null, second: string | null): Split[] => {
  const predictedBy = (run: string | null) => runs.find((view) => view.run === run)?.predicted ?? [];
  return predictedBy(first).filter((split) => predictedBy(second).includes(split));
};

/** Two runs on the split they were compared on last; on another where only that one has been predicted by both. */
export function compareOn(runs: readonly Predicted[], first: string, second: string, before: Split | undefined): ComparedRuns {
  const shared = bothPredicted(runs, first, second);
  return { first, second, split: before && (shared.length === 0 || shared.includes(before)) ? before : firstSplit(shared) };
}

/** What was compared last, without runs that are gone. */
export function stillCompared(runs: readonly Predicted[], kept: ComparedRuns | undefined): ComparedRuns {
  const present = (run: string | null) => (runs.some((view) => view.run === run) ? run : null);
  if (!kept) return { first: null, second: null, split: firstSplit(runs.flatMap(({ predicted }) => predicted)) };
  return { first: present(kept.first), second: present(kept.second), split: kept.split };
}
