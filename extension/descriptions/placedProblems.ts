import { views, type View } from '../../engine/dataset/sticker.ts';
import type { DescriptionProblem } from '../../engine/describe/descriptionProblem.ts';
import type { DescriptionRow } from '../../engine/service/descriptionRequests.ts';
import { formatTexts, headingLine, parseTexts } from './descriptionText.ts';

export interface PlacedProblem {
  readonly problem: DescriptionProblem;
  /** 0-based line of its view's heading in the sticker's document. */
  readonly line: number;
  readonly severity: 'warning' | 'information';
  readonly message: string;
  /** For `misplaced`: the view it belongs to has no text. */
  readonly placeIsEmpty: boolean;
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
      message: [problem.message, problem.remedy].filter((words) => words !== '').join(' '),
      placeIsEmpty: problem.belongs !== undefined && document !== undefined && isEmptyView(problem.id, document, problem.belongs),
    };
    const of = placed.get(problem.id);
    if (of) of.push(entry);
    else placed.set(problem.id, [entry]);
  }
  return placed;
}

function isEmptyView(id: string, document: string, view: View): boolean {
  const parsed = parseTexts(id, document);
  return 'texts' in parsed && parsed.texts[view] === '';
}

/** A row of the table as the document of its sticker. */
export const documentOf = ({ id, views: texts }: DescriptionRow): string =>
  formatTexts(id, Object.fromEntries(views.map((view) => [view, texts.find((each) => each.view === view)?.text ?? ''])) as Record<View, string>);
