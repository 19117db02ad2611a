import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { RunView } from '../../../extension/protocol/engine.ts';
import { checkbox, dropdown } from '../../ui/kit.ts';
import { toggleGroup } from '../../ui/toggleGroup.ts';
import { againstOptions, type Against } from './against.ts';
import { stageChoices, type AttentionLook } from './attentionLook.ts';
import { heatKinds } from './heatWords.ts';

export interface LookConfig {
  readonly look: AttentionLook;
  readonly isShown: boolean;
  /** The run's classes, and which of them `decision` follows; null for the predicted one. */
  readonly classes: readonly string[];
  readonly target: number | null;
  /** The runs that can stand beside; null until they are known. */
  readonly runs: readonly RunView[] | null;
  readonly otherRun: string | null;
  readonly onLook: (look: AttentionLook) => void;
  readonly onShow: (isShown: boolean) => void;
  readonly onTarget: (target: number | null) => void;
  readonly onOtherRun: (run: string) => void;
}

export function lookControls({ look, isShown, classes, target, runs, otherRun, onLook, onShow, onTarget, onOtherRun }: LookConfig): TemplateResult {
  return html`<div class="toolbar">
      ${toggleGroup({ label: 'Map', testId: 'heat-kind', chosen: [look.kind], options: heatKinds, onToggle: (kind) => { onLook({ ...look, kind }); } })}
      ${toggleGroup({
        label: 'Stage', testId: 'heat-stage', chosen: [look.stage],
        options: stageChoices.map((stage) => ({ value: stage, label: stage === 'all' ? 'all four' : `stage ${stage}`, title: 'Keys [ and ]' })), onToggle: (stage) => { onLook({ ...look, stage }); },
      })}
      <label class="slider" title="Keys + and -">Opacity
        <input type="range" min="0" max="1" step="0.1" data-testid="heat-opacity" .value=${live(String(look.opacity))}
          @input=${(event: Event) => { onLook({ ...look, opacity: Number((event.target as HTMLInputElement).value) }); }}></label>
      ${checkbox({ label: 'Show (h)', checked: isShown, testId: 'heat-shown', onChange: onShow })}
    </div>
    <div class="toolbar">
      ${look.kind === 'decision' && classes.length > 0 ? dropdown({
        label: 'Class that the decision map follows', value: target === null ? '' : String(target), testId: 'heat-target',
        options: [{ value: '', label: 'for the predicted class' }, ...classes.map((name, index) => ({ value: String(index), label: `for ${name}` }))],
        onChange: (value) => { onTarget(value === '' ? null : Number(value)); },
      }) : nothing}
      ${dropdown({ label: 'What stands beside it', value: look.against, options: againstOptions, testId: 'heat-against', onChange: (against) => { onLook({ ...look, against: against as Against }); } })}
      ${look.against === 'run' && runs !== null && runs.length > 0 ? dropdown({
        label: 'Run beside it', value: otherRun ?? '', testId: 'heat-run',
        options: [{ value: '', label: 'Choose a run' }, ...runs.map(({ run, name, preset }) => ({ value: run, label: `${name} (${preset})` }))], onChange: onOtherRun,
      }) : nothing}
    </div>`;
}
