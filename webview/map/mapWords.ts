import type { FeatureSource, MapColumns, MapKey, MapView } from '../../extension/protocol/engine.ts';
import { formatCount, formatPercent } from '../ui/formatNumber.ts';

export const methodName = (method: MapKey['method']): string => (method === 'tsne' ? 't-SNE' : 'PCA');

/** What a map is made of, for people. */
export function featureName(source: FeatureSource): string {
  if (source === 'fused') return 'fused, as classified';
  if (source === 'untrained') return 'before training';
  const [kind, stage] = source.split('.');
  return `stage ${stage}, ${{ fused: 'with its text', visual: 'before its text', text: 'text alone' }[kind]}`;
}

export const stickerCount = (count: number): string => `${formatCount(count)} ${count === 1 ? 'sticker' : 'stickers'}`;

/** What decides a map and how well it came out, as words divided by commas. */
export function mapFacts({ split, sample, features, method, seed, parameters, kl, ids }: MapView): string {
  return [
    `${methodName(method)} of ${stickerCount(ids.length)}`, split === 'all' ? 'all splits' : `${split} split`, sample === 'paper' ? 'at most 100 a class' : 'all stickers',
    `features: ${featureName(features)}`, `map seed ${seed}`, ...Object.entries(parameters).filter(([name]) => name !== 'seed').map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`), ...(kl === null ? [] : [`KL ${kl.toFixed(3)}`]),
  ].join(', ');
}

/** What is said of one point. */
export function pointFacts({ label, prediction, confidence, classes, split }: MapColumns, point: number): string {
  if (split[point] === null) return 'no longer in the dataset';
  const named = label[point] < 0 ? 'no label' : classes[label[point]];
  return prediction[point] < 0 ? `${named}, not predicted` : `${named}, predicted as ${classes[prediction[point]]}${Number.isNaN(confidence[point]) ? '' : ` (${formatPercent(confidence[point])})`}`;
}

/** What is odd about a map, one sentence each. */
export function mapRemarks({ ids, x, y }: MapView, { prediction, split }: MapColumns): string[] {
  const count = (isOdd: (point: number) => boolean) => ids.reduce((sum, _, point) => sum + Number(isOdd(point)), 0);
  const lost = count((point) => !Number.isFinite(x[point]) || !Number.isFinite(y[point]));
  const gone = count((point) => split[point] === null);
  return [
    ...(ids.length === 1 ? ['The map has one sticker, so its place says nothing.'] : []),
    ...(lost === 0 ? [] : [`${stickerCount(lost)} ${lost === 1 ? 'has' : 'have'} no place on the map: the features are not finite numbers.`]),
    ...(gone === 0 ? [] : [`${stickerCount(gone)} of the map ${gone === 1 ? 'is' : 'are'} no longer in the dataset.`]),
    ...(prediction.every((each) => each < 0) ? ['The run has no stored prediction of these stickers: predictions, right and wrong, and confidence cannot be shown.'] : []),
  ];
}

/** Why a map cannot be drawn; null where a point has a place. */
export function whyEmpty({ ids, x, y }: MapView): string | null {
  if (ids.length === 0) return 'The map has no stickers.';
  const isPlaced = x.some((value, point) => Number.isFinite(value) && Number.isFinite(y[point]));
  return isPlaced ? null : `None of the ${stickerCount(ids.length)} has a place on the map: the features are not finite numbers.`;
}
