import {
  provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeProgressRing, vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';

/*
 * The only module that knows which widget library is in use. The others call these functions, so that another library
 * is a change to this file alone.
 */
provideVSCodeDesignSystem().register(
  vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing(), vsCodeTextField(),
);

export interface ButtonConfig {
  readonly label: string;
  readonly onClick: () => void;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** Tooltip and accessible name, where the label alone does not say enough. */
  readonly title?: string;
  readonly testId?: string;
}

export function button(config: ButtonConfig): TemplateResult {
  return html`<vscode-button
    appearance=${config.primary ? 'primary' : 'secondary'}
    ?disabled=${config.disabled ?? false}
    title=${ifDefined(config.title)}
    aria-label=${ifDefined(config.title)}
    data-testid=${ifDefined(config.testId)}
    @click=${() => { if (!config.disabled) config.onClick(); }}
  >${config.label}</vscode-button>`;
}

export interface TextFieldConfig {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onInput: (value: string) => void;
  readonly testId?: string;
}

export function textField(config: TextFieldConfig): TemplateResult {
  return html`<vscode-text-field
    aria-label=${config.label}
    placeholder=${ifDefined(config.placeholder)}
    data-testid=${ifDefined(config.testId)}
    .value=${live(config.value)}
    @input=${(event: Event) => { config.onInput(valueOf(event)); }}
  ></vscode-text-field>`;
}

export interface DropdownConfig {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly testId?: string;
}

export function dropdown(config: DropdownConfig): TemplateResult {
  return html`<vscode-dropdown
    aria-label=${config.label}
    title=${config.label}
    ?disabled=${config.disabled ?? false}
    data-testid=${ifDefined(config.testId)}
    .value=${live(config.value)}
    @change=${(event: Event) => { config.onChange(valueOf(event)); }}
  >${config.options.map(({ value, label }) => html`
    <vscode-option value=${value} ?selected=${value === config.value}>${label}</vscode-option>`)}
  </vscode-dropdown>`;
}

export interface CheckboxConfig {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId?: string;
}

export function checkbox(config: CheckboxConfig): TemplateResult {
  return html`<vscode-checkbox
    data-testid=${ifDefined(config.testId)}
    .checked=${live(config.checked)}
    @change=${(event: Event) => { config.onChange((event.target as HTMLInputElement).checked); }}
  >${config.label}</vscode-checkbox>`;
}

/** Turning ring with the words of what is being waited for. */
export function waiting(label: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="waiting" role="status">
    <vscode-progress-ring aria-hidden="true"></vscode-progress-ring><span>${label}</span>${action}
  </div>`;
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
