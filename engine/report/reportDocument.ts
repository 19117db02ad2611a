/** A drawing, as SVG markup of its own. */
export interface ReportFigure {
  readonly title: string;
  readonly caption: string;
  readonly svg: string;
}

/** The first cell of a row is its heading. */
export interface ReportTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReportSection {
  readonly title: string;
  readonly paragraphs?: readonly string[];
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly list?: readonly string[];
  readonly tables?: readonly ReportTable[];
  readonly figures?: readonly ReportFigure[];
}

/** What a report says, before it is HTML or Markdown. All plain text but for the figures' SVG. */
export interface ReportDocument {
  readonly title: string;
  readonly sections: readonly ReportSection[];
}

/** Stands at the start of both files: what does not bear it is not ours to replace. */
export const reportMark = '<!-- Report of Sticker Lab -->';

/** The id of the figure at this place, in the HTML file. */
export const figureAnchor = (index: number) => `figure-${index + 1}`;
