import { html, nothing, type TemplateResult } from 'lit';
import type { EpochMetrics, RunView } from '../../extension/protocol/engine.ts';
import { fact } from '../ui/fact.ts';
import { formatDuration, formatPercent } from '../ui/formatNumber.ts';
import { progressBar } from '../ui/progressBar.ts';
import { bestEpoch, type MetricsSeries } from './metricsSeries.ts';

const busyStates: readonly RunView['state'][] = ['starting', 'preparing', 'training', 'evaluating'];

export const isBusy = (run: RunView): boolean => busyStates.includes(run.state);

/** Whether the run ended before its last epoch and can go on from its checkpoint. */
export const isResumable = (run: RunView): boolean => run.state === 'stopped' || run.state === 'interrupted' || run.state === 'failed';

/** How the run stands, in figures. */
export function runHeader(run: RunView, series: MetricsSeries): TemplateResult {
  const { status } = run;
  const best = bestEpoch(series);
  return html`<dl class="facts">
    ${fact('State', run.state, 'run-state')}
    ${fact('Preset', run.preset)}
    ${fact('Recipe', run.recipe, 'run-recipe')}
    ${status ? fact('Device', status.device) : nothing}
    ${status ? fact('Epoch', `${status.epoch} / ${status.epochs}`, 'run-epoch') : nothing}
    ${status && isBusy(run) ? fact('Step', `${status.step} / ${status.steps}`, 'run-step') : nothing}
    ${status?.imagesPerSecond != null ? fact('Images/s', status.imagesPerSecond.toFixed(1), 'run-speed') : nothing}
    ${status?.secondsLeft != null && isBusy(run) ? fact('Time left', formatDuration(status.secondsLeft), 'run-time-left') : nothing}
    ${best ? fact('Best epoch', bestText(best), 'run-best') : nothing}
  </dl>
  ${status && isBusy(run) && status.activity !== '' ? html`<p class="muted" role="status">${status.activity}</p>` : nothing}
  ${status && isBusy(run) && status.epochs > 0 ? progressBar('Training', shareOf(status)) : nothing}`;
}

/** The figures are of the split that chose the epoch. */
function bestText({ epoch, validation, test }: EpochMetrics): string {
  const { accuracy, weightedF1 } = test ?? validation;
  return `${epoch}, ${test ? 'test' : 'validation'} ${formatPercent(accuracy)}, weighted F1 ${formatPercent(weightedF1)}`;
}

function shareOf({ epoch, epochs, step, steps }: NonNullable<RunView['status']>): number {
  return (Math.max(0, epoch - 1) + (steps > 0 ? step / steps : 0)) / epochs;
}
