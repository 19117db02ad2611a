import type { RunView } from '../../extension/protocol/engine.ts';

/** The names a run's class indices stand for; the dataset's where the run does not say. */
export function runClasses(run: Pick<RunView, 'classes'> | undefined, dataset: readonly string[]): readonly string[] {
  return run && run.classes.length > 0 ? run.classes : dataset;
}

/** One sentence where a run's emotions are not the dataset's present ones, in order; else null. */
export function otherEmotions(predicted: readonly string[], dataset: readonly string[]): string | null {
  if (predicted.length === dataset.length && predicted.every((name, index) => name === dataset[index])) return null;
  return `This run was trained on other emotions (${predicted.join(', ')}); its predictions are compared by name.`;
}
