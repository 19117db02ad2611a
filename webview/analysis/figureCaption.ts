import type { EvaluationDetails, EvaluationKey, RunRow, RunView } from '../../extension/protocol/engine.ts';

/** Settings that a figure names; the run's folder holds the others. */
const named = ['seed', 'epochs', 'batchSize', 'learningRate', 'model.imageSize', 'text.views'] as const;

/** What a figure is of, so that it can stand by itself. */
export function figureCaption({ name, preset, recipe }: RunView, { split, checkpoint }: EvaluationKey, settings: RunRow['settings'], details: EvaluationDetails | null): string {
  const parameters = named.filter((setting) => settings[setting] !== undefined).map((setting) => `${setting} ${settings[setting]}`);
  const intervals = details ? `; 95 % bootstrap intervals, ${details.resamples} resamples, seed ${details.seed}` : '';
  return `Run ${name}, ${split} split, ${checkpoint} checkpoint; ${[`preset ${preset}`, `recipe ${recipe}`, ...parameters].join(', ')}${intervals}`;
}
