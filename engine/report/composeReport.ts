import type { Split } from '../dataset/sticker.ts';
import type { EvaluationDetails } from '../evaluate/evaluationDetails.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import type { BesidePublished } from '../evaluate/publishedTables.ts';
import { publishedTextTable, scoreTable } from '../evaluate/scoreTable.ts';
import type { RunConfig } from '../train/runConfig.ts';
import type { CheckpointName, RunResult } from '../train/runRecord.ts';
import { settingTexts } from '../train/settingTexts.ts';
import type { ReportDocument, ReportFigure, ReportSection } from './reportDocument.ts';
import { calibrationTable, confusionTable, numberTable, percent, sliceTable } from './scoreTables.ts';

type Facts = NonNullable<ReportSection['facts']>;

export interface ReportSource {
  /** ISO time of writing. */
  readonly written: string;
  readonly config: RunConfig;
  /** Null where the run has not ended. */
  readonly result: RunResult | null;
  readonly split: Split;
  readonly checkpoint: CheckpointName;
  readonly evaluation: EvaluationReport;
  readonly details: EvaluationDetails;
  readonly published: BesidePublished | null;
  readonly figures: readonly ReportFigure[];
  /** SHA-256 of the dataset as it is now. */
  readonly fingerprint: string;
  /** What the report was written with, by name. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Everything that is known of one evaluation, in the order people read it. */
export function composeReport(source: ReportSource): ReportDocument {
  const { config, evaluation, details, published, figures } = source;
  const sections: ReportSection[] = [
    overview(source),
    { title: 'Scores', tables: [numberTable(scoreTable(config.name, evaluation, details))], facts: agreementFacts(details), paragraphs: [aboutIntervals] },
    ...(published ? [{ title: 'Beside the paper', tables: [numberTable(publishedTextTable(`${config.name}, ${evaluation.split} split`, published))] }] : []),
    { title: 'Confusion matrix', tables: [confusionTable(evaluation)] },
    { title: 'Calibration', facts: calibrationFacts(details), tables: [calibrationTable(details)] },
    ...(details.slices.length > 0 ? [{ title: 'Slices', tables: details.slices.map(sliceTable) }] : []),
    ...(figures.length > 0 ? [{ title: 'Figures', figures }] : []),
    { title: 'Configuration', tables: [{ caption: 'Every setting that decides the numbers', columns: ['setting', 'value'], rows: Object.entries(settingTexts(config.training)) }] },
    reproduction(source),
  ];
  return { title: `${config.name} on ${config.dataset.name}`, sections };
}

function overview({ config, result, split, checkpoint, evaluation, written, details, fingerprint }: ReportSource): ReportSection {
  const stickers = evaluation.perClass.reduce((sum, { support }) => sum + support, 0);
  const changed = fingerprint === config.dataset.fingerprint ? [] : ['The dataset is no longer the one this run learned from: labels, splits, texts or descriptions differ.'];
  return {
    title: 'Overview',
    facts: [
      ['run', config.name], ['dataset', config.dataset.name], ['split', split], ['checkpoint', checkpoint], ['stickers', String(stickers)],
      ['accuracy', `${percent(evaluation.accuracy)} %`], ['preset', config.preset], ['recipe', config.recipe], ['seed', String(config.training.seed)],
      ['trained', config.created], ...(result ? [['best epoch', `${result.best.epoch} of ${result.epochs}, chosen on ${result.best.split}`] as const] : []), ['written', written],
    ],
    list: [...config.notes, ...changed, ...details.remarks],
  };
}

const aboutIntervals = 'Intervals are percentile bootstrap intervals over the stickers: they say how much the scores owe to the choice of stickers, not how another training would do.';

function agreementFacts({ kappa, votesKappa }: EvaluationDetails): Facts {
  return [['Cohen\'s kappa of labels and predictions', kappa === null ? 'none: one class only' : kappa.toFixed(3)], ...(votesKappa === null ? [] : [['Fleiss\' kappa of the annotators', votesKappa.toFixed(3)] as const])];
}

function calibrationFacts({ calibration: { expectedError, maximumError, brier } }: EvaluationDetails): Facts {
  return [['expected calibration error', `${percent(expectedError)} %`], ['maximum calibration error', `${percent(maximumError)} %`], ['Brier score', brier.toFixed(4)]];
}

function reproduction({ config, result, details, fingerprint, environment }: ReportSource): ReportSection {
  const weights = [['vision', config.pretrained.vision], ['text', config.pretrained.text]] as const;
  return {
    title: 'To do it again',
    facts: [
      ['seed of the training', String(config.training.seed)], ['seed of the intervals', String(details.seed)],
      ['SHA-256 of the data it learned from', config.dataset.fingerprint], ['SHA-256 of the data now', fingerprint],
      ...weights.flatMap(([name, record]) => (record ? [[`SHA-256 of the published ${name} weights`, record.sha256] as const] : [])),
      ...(result ? [['device of the training', result.device] as const] : []),
    ],
    tables: [
      { caption: 'The training was begun with', columns: ['part', 'version'], rows: Object.entries(config.versions) },
      { caption: 'This report was written with', columns: ['part', 'version'], rows: Object.entries(environment) },
    ],
  };
}
