import type { Figure } from '../plots/exportFigure.ts';
import { confusionPlot, type MatrixView } from './confusionPlot.ts';

const unitWords: Readonly<Record<MatrixView['unit'], string>> = { counts: 'stickers', rows: '% of the label\'s stickers', columns: '% of the prediction\'s stickers' };

/** The confusion matrix for print. */
export const matrixFigure = (view: MatrixView, caption: string): Figure => ({
  title: `Confusion matrix: ${unitWords[view.unit]}`,
  caption: view.scale === 'log' ? `${caption}; colours are logarithmic` : caption,
  width: 240 + view.classes.length * 60, height: 130 + view.classes.length * 48,
  draw: (theme) => confusionPlot(view, theme),
});
