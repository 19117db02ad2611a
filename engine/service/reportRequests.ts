import type { EvaluationKey } from './evaluationRequests.ts';

export interface ReportFigure {
  readonly title: string;
  readonly caption: string;
  readonly svg: string;
}

export interface ReportRequests {
  /** Writes one self-contained HTML file, and a Markdown twin of the same name beside it. */
  'report/write': { params: EvaluationKey & { root: string; file: string; figures: readonly ReportFigure[] }; result: { html: string; markdown: string } };
}
