import { html, type TemplateResult } from 'lit';
import type { Figure } from './exportFigure.ts';
import { button } from '../ui/kit.ts';

export type FigureFormat = 'svg' | 'png';

/** `make`: the figure under this caption. `name`: what its file is called after. */
export type SaveFigure = (make: (caption: string) => Figure, name: string, format: FigureFormat) => void;

/** Buttons that keep a figure as a file. `what`: "the confusion matrix". */
export const figureButtons = (what: string, testId: string, onSave: (format: FigureFormat) => void): TemplateResult => html`${(['svg', 'png'] as const).map((format) =>
  button({ label: format.toUpperCase(), title: `Save ${what} as ${format.toUpperCase()}`, testId: `${testId}-${format}`, onClick: () => { onSave(format); } }))}`;
