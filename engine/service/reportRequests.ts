import type { ReportFigure } from '../report/reportDocument.ts';
import type { EvaluationKey } from './evaluationRequests.ts';

export type { ReportFigure };

export interface ReportRequests {
  /** Writes one self-contained HTML file, and a Markdown twin of the same name beside it. */
  'report/write': { params: EvaluationKey & { root: string; file: string; figures: readonly ReportFigure[] }; result: { html: string; markdown: string } };
}
