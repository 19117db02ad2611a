import { metMemeClasses } from '../dataset/readMetMeme.ts';
import { ser30kClasses } from '../dataset/ser30kLabels.ts';
import type { PublishedTable } from './evaluationDetails.ts';
import type { EvaluationReport } from './evaluationReport.ts';

const emotions = ['anger', 'disgust', 'fear', 'happiness', 'neutral', 'sadness', 'surprise'] as const satisfies readonly (typeof ser30kClasses)[number][];

/** Figures as the paper prints them. */
const table1: PublishedTable = {
  source: 'Table 1 of the paper',
  setting: 'SER30K, the test split of 7:1:2. The emotions\' columns are precision; the paper does not say how F1 is averaged, and the mean weighted by class size stands beside it.',
  columns: [...emotions.map((emotion) => `${emotion[0].toUpperCase()}${emotion.slice(1)}`), 'Accuracy', 'F1'],
  rows: [
    { method: 'VGG (image)', values: [37.40, 0.00, 41.02, 73.55, 60.76, 51.52, 35.14, 62.57, null] },
    { method: 'ResNet (image)', values: [50.30, 26.66, 58.01, 76.63, 65.94, 64.69, 48.33, 67.76, null] },
    { method: 'ViT (image)', values: [52.72, 32.00, 53.70, 74.68, 62.92, 56.55, 40.31, 64.94, null] },
    { method: 'WSCNet (image)', values: [58.77, 0.00, 74.62, 79.49, 63.50, 65.96, 49.53, 68.58, null] },
    { method: 'PDANet (image)', values: [58.10, 26.66, 61.68, 79.60, 64.76, 63.50, 47.10, 68.68, null] },
    { method: 'LORA (image)', values: [54.71, 50.00, 64.15, 78.04, 67.03, 66.25, 44.68, 69.22, 68.93] },
    { method: 'MAM (image)', values: [55.67, 0.00, 71.88, 78.50, 65.26, 61.27, 59.42, 68.97, 67.60] },
    { method: 'TGCA-PVT (image)', values: [57.51, 57.14, 68.42, 76.92, 68.96, 65.48, 52.40, 70.23, 69.85] },
    { method: 'WSCNet (image, text)', values: [56.64, 36.84, 60.00, 77.85, 66.72, 67.04, 49.18, 69.45, null] },
    { method: 'PDANet (image, text)', values: [60.09, 19.23, 59.29, 80.57, 65.02, 61.08, 48.98, 68.93, null] },
    { method: 'LORA (image, text)', values: [60.18, 50.00, 65.09, 76.83, 68.78, 67.70, 55.14, 70.73, 69.91] },
    { method: 'MAM+Bert (image, text)', values: [60.82, 1.00, 65.28, 79.09, 65.98, 61.20, 53.51, 69.75, 68.58] },
    { method: 'TGCA-PVT (image, text)', values: [65.67, 35.73, 66.09, 79.57, 69.39, 63.62, 53.04, 71.63, 70.93] },
    { method: 'MGHFT (published)', values: [68.58, 22.22, 62.71, 79.79, 70.82, 71.80, 52.47, 73.31, 72.52] },
  ],
};

/** The paper's text gives MGMCF a recall of 34.88, its table 34.38. */
const table2: PublishedTable = {
  source: 'Table 2 of the paper',
  setting: 'MET-MEME in English, the test split of 6:2:2. The paper does not say how precision and recall are averaged; the means weighted by class size stand beside them, as its recall is all but its accuracy.',
  columns: ['Accuracy', 'Precision', 'Recall'],
  rows: [
    { method: 'VGG15', values: [20.57, 20.84, 24.22] },
    { method: 'DenseNet-161', values: [21.88, 21.71, 25.65] },
    { method: 'ResNet-50', values: [21.74, 18.63, 21.35] },
    { method: 'Multi-BERT_EfficientNet', values: [28.52, 24.52, 29.04] },
    { method: 'Multi-BERT_ViT', values: [24.43, 23.41, 23.96] },
    { method: 'Multi-BERT_PiT', values: [25.00, 27.82, 28.12] },
    { method: 'MET_add', values: [24.65, 24.52, 25.26] },
    { method: 'MET_cat', values: [27.68, 28.41, 29.82] },
    { method: 'M3F_add', values: [30.47, 33.45, 30.34] },
    { method: 'M3F_cat', values: [29.82, 34.18, 30.73] },
    { method: 'MGMCF', values: [34.36, 37.77, 34.38] },
    { method: 'MGHFT (published)', values: [35.13, 34.75, 35.12] },
  ],
};

export interface BesidePublished {
  readonly table: PublishedTable;
  /** The report's scores in the table's columns, in percent; null where the split has no sticker of the emotion. */
  readonly own: readonly (number | null)[];
}

/** The paper's table for the report's classes, in whatever order, with the report's scores under the same definitions; null where the paper has none. */
export function besidePublished({ accuracy, weighted, perClass }: Pick<EvaluationReport, 'accuracy' | 'weighted' | 'perClass'>): BesidePublished | null {
  const named = new Map(perClass.map((scores) => [scores.label.toLowerCase(), scores]));
  const are = (classes: readonly string[]) => named.size === classes.length && classes.every((name) => named.has(name));
  const percent = (share: number) => 100 * share;
  if (are(ser30kClasses)) {
    const precisions = emotions.map((emotion) => named.get(emotion)!).map(({ support, precision }) => (support === 0 ? null : percent(precision)));
    return { table: table1, own: [...precisions, percent(accuracy), percent(weighted.f1)] };
  }
  return are(metMemeClasses) ? { table: table2, own: [accuracy, weighted.precision, weighted.recall].map(percent) } : null;
}
