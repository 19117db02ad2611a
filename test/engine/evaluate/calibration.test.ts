import { expect, test } from 'vitest';
import { calibrationOf, confidenceOf } from '../../../engine/evaluate/calibration.ts';
import { reference } from './reference.ts';

test('equals NumPy bin by bin, and the Brier score scikit-learn\'s', () => {
  for (const { name, labels, predictions, probabilities, brier, calibration } of reference.predictions) {
    const found = calibrationOf(labels.map((label, row) => ({ label, prediction: predictions[row], probabilities: probabilities[row] })));
    expect(found.bins.map(({ stickers }) => stickers), name).toEqual(calibration.bins.map(([stickers]) => stickers));
    found.bins.forEach(({ confidence, accuracy }, bin) => {
      expect(confidence).toBeCloseTo(calibration.bins[bin][1], 12);
      expect(accuracy).toBeCloseTo(calibration.bins[bin][2], 12);
    });
    expect(found.expectedError, name).toBeCloseTo(calibration.expected, 12);
    expect(found.maximumError, name).toBeCloseTo(calibration.maximum, 12);
    expect(found.brier, name).toBeCloseTo(brier, 12);
  }
});

test('certainty itself belongs to the last bin, and nothing at all gives zeros', () => {
  const { bins, brier } = calibrationOf([{ label: 0, prediction: 0, probabilities: [1, 0] }]);
  expect(bins.map(({ stickers }) => stickers)).toEqual([...Array.from({ length: 14 }, () => 0), 1]);
  expect(brier).toBe(0);
  expect(calibrationOf([])).toMatchObject({ expectedError: 0, maximumError: 0, brier: 0 });
});

test('what is no number has no confidence', () => {
  expect(confidenceOf([0.2, NaN])).toBeNaN();
  expect(confidenceOf([])).toBeNaN();
  expect(confidenceOf([0.2, 0.8])).toBe(0.8);
});
