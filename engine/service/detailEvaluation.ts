import { setImmediate } from 'node:timers/promises';
import { bootstrapResamples, bootstrapScores, drawStickers } from '../evaluate/bootstrap.ts';
import { calibrationOf, confidenceOf } from '../evaluate/calibration.ts';
import type { EvaluationDetails } from '../evaluate/evaluationDetails.ts';
import { cohenKappa, fleissKappa } from '../evaluate/kappa.ts';
import { sliceProperties } from '../evaluate/sliceProperties.ts';
import { scoreSlices, type PredictedSticker } from '../evaluate/slices.ts';
import { createRandom } from '../random/random.ts';
import type { DescriptionTable } from '../store/descriptionTable.ts';
import type { OpenDataset } from './openDatasets.ts';
import type { PredictedSplit } from './readEvaluation.ts';

type Evaluated = Pick<OpenDataset, 'dataset' | 'positions'> & { readonly texts: { readonly table: Pick<DescriptionTable, 'read'> } };

/** Of every interval: the same predictions always show the same figures. */
const seed = 1;

/**
 * Intervals, calibration and agreement of a split's scores, which stay those of the labels at that time; slices of the stickers that the dataset still has.
 * @throws the signal's reason once it is aborted
 */
export async function detailEvaluation({ dataset, positions, texts }: Evaluated, { report, predictions, remarks }: PredictedSplit, signal: AbortSignal): Promise<EvaluationDetails> {
  const classes = report.perClass.map(({ label }) => label);
  const found: PredictedSticker[] = [];
  let relabelled = 0;
  for (const { id, label, prediction, probabilities } of predictions) {
    const position = positions.get(id);
    if (position === undefined) continue;
    const sticker = dataset.stickers[position];
    // By name: the dataset's class list may have changed since.
    if (sticker.label === null || dataset.classes[sticker.label] !== classes[label]) relabelled++;
    found.push({ sticker, label, prediction, confidence: confidenceOf(probabilities) });
  }
  const rest = async () => {
    await setImmediate();
    signal.throwIfAborted();
  };
  await rest();
  const sure = predictions.filter(({ probabilities }) => !Number.isNaN(confidenceOf(probabilities)));
  const calibration = calibrationOf(sure);
  await rest();
  const votesKappa = fleissKappa(found.map(({ sticker }) => sticker.votes));
  const { accuracy, weightedF1, macroF1, perClass } = await bootstrapScores(report.confusion, bootstrapResamples, drawStickers(report.confusion, createRandom(seed, 'bootstrap')), signal);
  const properties = sliceProperties(dataset.stickers, (id, view) => texts.table.read(id, view).state);
  const slices = await scoreSlices(found, properties, { classes, split: report.split, seed, resamples: bootstrapResamples, signal });
  return {
    seed, resamples: bootstrapResamples,
    accuracyInterval: accuracy, weightedF1Interval: weightedF1, macroF1Interval: macroF1, perClass,
    calibration, kappa: cohenKappa(report.confusion), votesKappa, slices,
    remarks: [
      ...remarks,
      ...classRemarks(report.perClass.filter(({ support }) => support === 0).map(({ label }) => label), classes.filter((name) => !dataset.classes.includes(name))),
      ...counted(predictions.length - found.length, (stickers) => `Predicted, but no longer in the dataset: ${stickers}. The scores count them, the slices do not.`),
      ...counted(relabelled, (stickers) => `The labels of ${stickers} have changed since: the scores are with the labels of that time. Score Again takes those of now.`),
      ...counted(predictions.length - sure.length, (stickers) => `The probabilities of ${stickers} are no numbers: calibration is without them.`),
    ],
  };
}

const counted = (count: number, remark: (stickers: string) => string) => (count === 0 ? [] : [remark(count === 1 ? '1 sticker' : `${count} stickers`)]);

function classRemarks(unsupported: readonly string[], gone: readonly string[]): string[] {
  return [
    ...(unsupported.length > 0 ? [`No sticker of this split is labelled ${unsupported.join(', ')}: their scores are 0 and count in the macro means.`] : []),
    ...(gone.length > 0 ? [`The run knows classes that the dataset no longer has: ${gone.join(', ')}.`] : []),
  ];
}
