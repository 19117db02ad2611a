import { html, nothing, type TemplateResult } from 'lit';
import { emotionColor } from './emotionColor.ts';

export interface ToggleGroupConfig<T> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly color?: number; readonly title?: string;
    /** Accessible name, where the label is a mere sign. */
    readonly name?: string }[];
  readonly chosen: readonly T[];
  readonly onToggle: (value: T) => void;
  readonly testId?: string;
}

/** A row of buttons that stay pressed: any number of them, or as the caller decides. */
export function toggleGroup<T extends string | number>(config: ToggleGroupConfig<T>): TemplateResult {
  return html`<div class="toggle-group" role="group" aria-label=${config.label} data-testid=${config.testId ?? nothing}>
    ${config.options.map((option) => html`<button
      type="button" class="toggle" data-value=${option.value} title=${option.title ?? nothing} aria-label=${option.name ?? nothing}
      aria-pressed=${config.chosen.includes(option.value) ? 'true' : 'false'}
      @click=${() => { config.onToggle(option.value); }}
    >${option.color === undefined ? nothing : html`<span class="dot" aria-hidden="true" style="background:${emotionColor(option.color)}"></span>`}${option.label}</button>`)}
  </div>`;
}
