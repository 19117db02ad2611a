import type { Calibration, CalibrationBin } from './evaluationDetails.ts';

export const calibrationBins = 15;

interface Probabilities {
  readonly label: number;
  readonly prediction: number;
  readonly probabilities: readonly number[];
}

/** The highest probability; NaN where one of them is no number. */
export const confidenceOf = (probabilities: readonly number[]): number => (probabilities.length > 0 && probabilities.every(Number.isFinite) ? Math.max(...probabilities) : NaN);

/** How far the highest probabilities can be believed, in 15 bins of equal width. All probabilities must be numbers; no predictions give zeros. */
export function calibrationOf(predictions: readonly Probabilities[]): Calibration {
  const sums = Array.from({ length: calibrationBins }, () => ({ stickers: 0, confidence: 0, right: 0 }));
  let squares = 0;
  for (const { label, prediction, probabilities } of predictions) {
    const confidence = confidenceOf(probabilities);
    // 1 itself belongs to the last bin.
    const bin = sums[Math.min(calibrationBins - 1, Math.max(0, Math.floor(confidence * calibrationBins)))];
    bin.stickers++;
    bin.confidence += confidence;
    if (label === prediction) bin.right++;
    probabilities.forEach((probability, index) => {
      squares += (probability - (index === label ? 1 : 0)) ** 2;
    });
  }
  const bins = sums.map(({ stickers, confidence, right }, index): CalibrationBin => ({
    from: index / calibrationBins, to: (index + 1) / calibrationBins, stickers,
    confidence: stickers === 0 ? 0 : confidence / stickers,
    accuracy: stickers === 0 ? 0 : right / stickers,
  }));
  const gap = ({ accuracy, confidence }: CalibrationBin) => Math.abs(accuracy - confidence);
  const total = Math.max(1, predictions.length);
  return {
    bins,
    expectedError: bins.reduce((sum, bin) => sum + gap(bin) * bin.stickers, 0) / total,
    maximumError: Math.max(...bins.map(gap)),
    brier: squares / total,
  };
}
