import { views, type View } from '../dataset/sticker.ts';
import { checkDescriptions } from '../describe/checkDescriptions.ts';
import type { DescriptionProblem } from '../describe/descriptionProblem.ts';
import type { CheckedText } from '../describe/checkedSticker.ts';
import { textStatistics } from '../describe/textStatistics.ts';
import { descriptionStates, type ShownState } from '../store/descriptionRecord.ts';
import type { ViewStatistics } from './descriptionRequests.ts';
import { matchesOf } from './filterStickers.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import type { RequestHandlers } from './requestHandlers.ts';

const shownStates: readonly ShownState[] = [...descriptionStates, 'stale'];

export function descriptionCheckRequests(datasets: OpenDatasets, predictions: PredictionTables): Pick<RequestHandlers, 'descriptions/check' | 'descriptions/statistics'> {
  return {
    async 'descriptions/check'({ root, limit }, signal) {
      const { dataset, texts } = datasets.get(root);
      const count = await texts.counter();
      const checked = dataset.stickers.map(({ id }) => ({ id, texts: byView((view) => checkedText(texts, id, view)) }));
      const problems = await checkDescriptions(checked, count, signal);
      return { total: problems.length, problems: mostTelling(problems, limit) };
    },
    async 'descriptions/statistics'({ root, filter }, signal) {
      const opened = datasets.get(root);
      const matches = await matchesOf(opened, predictions, filter, signal);
      const states = byView(() => Object.fromEntries(shownStates.map((state) => [state, 0])) as Record<ShownState, number>);
      const texts = byView((): string[] => []);
      for (const position of matches) {
        for (const view of views) {
          const { text, state } = opened.texts.shown(opened.dataset.stickers[position].id, view);
          states[view][state]++;
          texts[view].push(text);
        }
      }
      const statistics = await textStatistics(texts, await opened.texts.counter(), signal);
      return statistics.map((one): ViewStatistics => ({ ...one, states: states[one.view] }));
    },
  };
}

/** What is missing comes last where not all is told: of a dataset under way that is nearly everything, and says little. */
function mostTelling(problems: readonly DescriptionProblem[], limit: number): DescriptionProblem[] {
  if (problems.length <= limit) return [...problems];
  const isMissing = ({ kind }: DescriptionProblem) => kind === 'missing';
  return [...problems.filter((problem) => !isMissing(problem)), ...problems.filter(isMissing)].slice(0, limit);
}

const byView = <T>(of: (view: View) => T) => Object.fromEntries(views.map((view) => [view, of(view)])) as Record<View, T>;

function checkedText(texts: OpenDataset['texts'], id: string, view: View): CheckedText {
  const { text, state, present } = texts.shown(id, view);
  return { text, state, generated: present?.generation !== null && present?.generation !== undefined };
}
