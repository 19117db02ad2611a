import type { EvaluationDetails, MapColumns, MapKey, MapView, ReportFigure, RunView } from '../../extension/protocol/engine.ts';
import type { Host } from '../host/host.ts';
import { mapFigure } from '../map/mapFigure.ts';
import { mapGroups } from '../map/mapGroups.ts';
import { figureSvg, type Figure } from '../plots/exportFigure.ts';
import { accuracyPlot, lossPlot } from '../run/curves.ts';
import { noMetrics, withEntries, type MetricsSeries } from '../run/metricsSeries.ts';
import { calibrationPlot } from './calibrationPlot.ts';
import { classScoresPlot } from './classScoresPlot.ts';
import type { Evaluated } from './evaluated.ts';
import { matrixFigure } from './matrixFigure.ts';

export const classesFigure = ({ report }: Pick<Evaluated, 'report'>, details: EvaluationDetails | null, caption: string): Figure => ({
  title: 'Scores of each class', caption, width: 720, height: 100 + report.perClass.length * 52, draw: (theme) => classScoresPlot(report, details, theme),
});

export const calibrationFigure = ({ calibration }: EvaluationDetails, caption: string): Figure => ({
  title: 'Calibration', caption, width: 560, height: 480, draw: (theme) => calibrationPlot(calibration, theme),
});

/** All figures of a report, one after the other: each is drawn where it cannot be seen. */
export async function reportFigures(host: Host, root: string, run: RunView, evaluated: Evaluated, details: EvaluationDetails, caption: string, signal: AbortSignal): Promise<ReportFigure[]> {
  const { report: { perClass, confusion } } = evaluated;
  const classes = perClass.map(({ label }) => label);
  const matrix = { confusion, classes, scale: 'linear', marked: [] } as const;
  const [series, map] = [await readSeries(host, run.run, signal), await readMap(host, root, run.run, evaluated, signal)];
  const figures: Figure[] = [
    matrixFigure({ ...matrix, unit: 'counts' }, caption), matrixFigure({ ...matrix, unit: 'rows' }, caption),
    classesFigure(evaluated, details, caption), calibrationFigure(details, caption),
    ...(series.steps.length > 0 ? [{ title: 'Loss', caption, width: 760, height: 340, draw: (theme) => lossPlot(series, ['loss', 'crossEntropy', 'contrastive', 'mlce'], theme) } satisfies Figure] : []),
    ...(series.epochs.length > 0 ? [{ title: 'Accuracy by epoch', caption, width: 760, height: 340, draw: (theme) => accuracyPlot(series, theme) } satisfies Figure] : []),
    ...(map ? [mapFigure(map.view, mapGroups(map.columns, 'label', { classes: map.columns.classes, run: run.name, other: '', isOther: false }), 'label', caption)] : []),
  ];
  const drawn: ReportFigure[] = [];
  for (const figure of figures) {
    signal.throwIfAborted();
    drawn.push({ title: figure.title, caption: figure.caption, svg: await figureSvg(figure) });
  }
  return drawn;
}

async function readSeries(host: Host, run: string, signal: AbortSignal): Promise<MetricsSeries> {
  let series = noMetrics;
  for (let from = 0; ;) {
    const { entries, next } = await host.engine('run/metrics', { run, from }, signal);
    if (entries.length === 0 || next <= from) return series;
    series = withEntries(series, entries);
    from = next;
  }
}

/** The split's map where one is stored; a report waits for none to be computed. */
async function readMap(host: Host, root: string, run: string, { key: { split } }: Evaluated, signal: AbortSignal): Promise<{ view: MapView; columns: MapColumns } | null> {
  for (const method of ['tsne', 'pca'] as const) {
    for (const sample of ['all', 'paper'] as const) {
      const map: MapKey = { split, sample, features: 'fused', method, seed: 1 };
      const view = await host.engine('map/read', { run, map, alignTo: null }, signal);
      if (view) return { view, columns: await host.engine('map/columns', { root, run, map, other: null }, signal) };
    }
  }
  return null;
}
