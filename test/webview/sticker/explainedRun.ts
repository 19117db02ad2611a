import type { EngineMethod, EngineRequests, ExplanationView, StickerView, View } from '../../../extension/protocol/engine.ts';
import { classes, exampleRun } from '../browser/exampleDataset.ts';

/* A run's explanations, for component tests: runs in the page. The answers follow the texts, so that a test sees which were asked with. */

type Answers = { readonly [M in EngineMethod]?: (params: EngineRequests[M]['params'], signal: AbortSignal) => EngineRequests[M]['result'] | Promise<EngineRequests[M]['result']> };
type Texts = StickerView['descriptions'];

const side = 14;
const views: readonly View[] = ['intention', 'style', 'roles', 'details'];
export const otherRun = exampleRun({ run: '/data/stickers/.sticker-lab/runs/bare-2', name: 'bare-2' });
export const unreadable = exampleRun({ run: '/data/stickers/.sticker-lab/runs/broken-3', name: 'broken-3', state: 'unreadable' });

/** A hill at (x, y), in shares of the side; flat where it is 0 high. */
function hill(x: number, y: number, height = 1): Float32Array {
  const values = Float32Array.from({ length: side * side }, (_, place) => {
    const [row, column] = [Math.floor(place / side), place % side];
    return height * Math.exp(-((((column + 0.5) / side) - x) ** 2 + (((row + 0.5) / side) - y) ** 2) * 30) + 0.02;
  });
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** Fear while the intention refuses; happiness by as much as other texts are there. */
export function probabilitiesOf(texts: Texts): number[] {
  const fear = texts.intention?.includes('Refuses') ? 0.64 : 0.2;
  const rest = (1 - fear - 0.1) / 5;
  return classes.map((_, label) => (label === 2 ? fear : label === 0 ? 0.1 : rest));
}

function explanation(texts: Texts, target: number | null): ExplanationView {
  const probabilities = probabilitiesOf(texts);
  const isBlank = Object.values(texts).every((text) => text === '');
  const shares = views.map((view, index) => (texts[view] ? 4 - index : 1));
  const sum = shares.reduce((total, share) => total + share, 0);
  return {
    classes, probabilities, target: target ?? probabilities.indexOf(Math.max(...probabilities)), crop: { left: 0.25, top: 0, width: 0.5, height: 1 },
    stages: [1, 2, 3, 4].map((stage) => ({
      stage, side, tokenSide: side * 2 ** (4 - stage),
      heat: { attention: hill(0.2 * stage, 0.25), importance: hill(0.5, 0.5), decision: isBlank ? new Float32Array(side * side) : hill(0.2, 0.8) },
      keyTokens: [{ place: 0, weight: 0.12 }, { place: 3 * side + 5, weight: 0.03 }], clsWeight: 0.1,
    })),
    texts: views.map((view, index) => ({ view, stage: index + 1, share: shares[index] / sum })),
  };
}

declare global {
  interface Window {
    explained: {
      /** Every explanation and probe fails with this message, where it is not ''. */
      failing: string;
      /** Milliseconds an answer takes. */
      slow: number;
      /** Splits that the run has predicted. */
      predicted: string[];
    };
  }
}

export function explainStickers(own: Texts, ids: readonly string[]): Answers {
  window.explained = { failing: '', slow: 0, predicted: ['test'] };
  const answer = async (): Promise<void> => {
    await new Promise((resolve) => { setTimeout(resolve, window.explained.slow); });
    if (window.explained.failing !== '') throw Object.assign(new Error(window.explained.failing), { data: { file: exampleRun().run, remedy: 'Train it first.' } });
  };
  return {
    'runs/list': () => [exampleRun(), otherRun, unreadable],
    async 'explain/attention'({ run, descriptions, target }) {
      await answer();
      return explanation(run === otherRun.run ? {} : descriptions ?? own, target);
    },
    async 'explain/probe'({ descriptions }) {
      await answer();
      return { classes, probabilities: probabilitiesOf(descriptions ?? own), milliseconds: 12 };
    },
    'explain/neighbours': ({ id, count }) => (window.explained.predicted.includes('train')
      ? { neighbours: ids.filter((one) => one !== id).slice(0, count).map((one, index) => ({ id: one, label: index === 0 ? 0 : 2, similarity: 0.98 - index / 10 })), reason: null }
      : { neighbours: [], reason: 'The train split has not been predicted by this run: evaluate it first.' }),
    async 'evaluation/compute'({ split }) {
      await answer();
      window.explained.predicted.push(split);
      return {} as EngineRequests['evaluation/compute']['result'];
    },
  };
}
