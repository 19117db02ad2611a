import type { MetricsEntry, RunView } from '../../../extension/protocol/engine.ts';
import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* A run whose metrics file grows by half an epoch (five steps) every time `nextSteps` is called. */

const entries: MetricsEntry[] = [];
const stepsAnEpoch = 10;

function addSteps(): void {
  for (let k = 0; k < 5; k++) {
    const step = entries.filter(({ kind }) => kind === 'step').length + 1;
    const epoch = Math.ceil(step / stepsAnEpoch);
    const crossEntropy = 2 * Math.exp(-step / 20);
    entries.push({ kind: 'step', epoch, step, learningRate: 1e-3, crossEntropy, contrastive: 0.8 * crossEntropy, mlce: 0.4 * crossEntropy, loss: 1.5 * crossEntropy });
    if (step % stepsAnEpoch === 0) {
      const accuracy = 1 - Math.exp(-epoch / 3);
      entries.push({ kind: 'epoch', epoch, step, seconds: 4, train: { loss: crossEntropy, accuracy }, validation: { loss: 1.1 * crossEntropy, accuracy: 0.95 * accuracy, weightedF1: 0.94 * accuracy }, best: true });
    }
  }
}

function view(change: Partial<RunView> = {}): RunView {
  const step = entries.filter(({ kind }) => kind === 'step').length;
  return exampleRun({
    state: 'training', predicted: [], notes: ['A seeded text encoder stood in for BERT.', '12 stickers have no descriptions; their text stands in.'],
    status: {
      state: 'training', pid: 1, host: 'here', at: '2026-01-01T00:00:00Z', activity: 'training', epoch: Math.max(1, Math.ceil(step / stepsAnEpoch)), epochs: 20,
      step: ((step - 1) % stepsAnEpoch) + 1, steps: stepsAnEpoch, imagesPerSecond: 118.25, secondsLeft: 95, device: 'cpu',
    },
    ...change,
  });
}

declare global {
  interface Window {
    nextSteps(): void;
    endRun(change: Partial<RunView>): void;
  }
}

const dataset = exampleDataset(700);
window.nextSteps = () => {
  addSteps();
  window.scriptedHost.tell('runs/didChange', { root: dataset.root, run: view() });
};
window.endRun = (change) => { window.scriptedHost.tell('runs/didChange', { root: dataset.root, run: view(change) }); };

scriptHost({ dataset, run: view() }, {
  'run/metrics': ({ from }) => ({ entries: entries.slice(from), next: entries.length }),
});
