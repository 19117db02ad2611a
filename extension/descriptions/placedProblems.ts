import { views, type View } from '../../engine/dataset/sticker.ts';
import type { DescriptionProblem, DescriptionRow } from '../../engine/service/descriptionRequests.ts';
import { formatTexts, headingLine, headings } from './descriptionText.ts';

export interface PlacedProblem {
  readonly problem: DescriptionProblem;
  /** 0-based line of its view's heading in the sticker's document. */
  readonly line: number;
  readonly severity: 'warning' | 'information';
  readonly message: string;
}

const severities: Readonly<Record<DescriptionProblem['kind'], PlacedProblem['severity']>> = {
  missing: 'information', same: 'information', language: 'information', long: 'warning', refusal: 'warning', misplaced: 'warning', unusable: 'warning',
};

/** Each sticker's problems at the headings of its document. `documents`: the stickers' texts; one without is left at the top. */
export function placeProblems(problems: readonly DescriptionProblem[], documents: ReadonlyMap<string, string>): Map<string, PlacedProblem[]> {
  const placed = new Map<string, PlacedProblem[]>();
  for (const problem of problems) {
    const document = documents.get(problem.id);
    const entry: PlacedProblem = {
      problem, line: document === undefined ? 0 : headingLine(document, problem.view), severity: severities[problem.kind],
      message: `${headings[problem.view]}: ${[problem.message, problem.remedy].filter((words) => words !== '').join(' ')}`,
    };
    const of = placed.get(problem.id);
    if (of) of.push(entry);
    else placed.set(problem.id, [entry]);
  }
  return placed;
}

/** A row of the table as the document of its sticker. */
export const documentOf = ({ id, views: texts }: DescriptionRow): string =>
  formatTexts(id, Object.fromEntries(views.map((view) => [view, texts.find((each) => each.view === view)?.text ?? ''])) as Record<View, string>);
