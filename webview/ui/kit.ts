import {
  provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeProgressRing, vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { html, noChange, nothing, type TemplateResult } from 'lit';
import { Directive, directive, type PropertyPart } from 'lit/directive.js';
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
  /** Whether what it opens is open. */
  readonly expanded?: boolean;
  readonly testId?: string;
}

export function button(config: ButtonConfig): TemplateResult {
  return html`<vscode-button
    appearance=${config.primary ? 'primary' : 'secondary'}
    ?disabled=${config.disabled ?? false}
    title=${ifDefined(config.title)}
    aria-label=${ifDefined(config.title)}
    aria-expanded=${ifDefined(config.expanded)}
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

export interface TextAreaConfig {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur: () => void;
  readonly readOnly?: boolean;
  readonly placeholder?: string;
  /** From this character on the text is greyed; null for none of it. */
  readonly greyFrom?: number | null;
  /** Ids of what describes it. */
  readonly describedBy?: string;
  readonly tabIndex?: number;
  readonly testId?: string;
}

/**
 * A text area as high as its text. The same text lies invisibly behind it and gives it its height; where a part is greyed, that copy
 * is what is seen. The browser's own, since the toolkit's neither grows nor greys.
 */
export function textArea(config: TextAreaConfig): TemplateResult {
  const value = config.value.replace(/\r\n?/g, '\n');
  // Characters before the cut, counted in the text as it is shown.
  const cut = config.greyFrom === null || config.greyFrom === undefined ? null : config.value.slice(0, config.greyFrom).replace(/\r\n?/g, '\n').length;
  return html`<div class="text-area" ?data-greyed=${cut !== null}>
    <div class="text-area-copy" aria-hidden="true">${value.slice(0, cut ?? undefined)}${cut === null ? nothing : html`<span class="greyed">${value.slice(cut)}</span>`}&#8203;</div>
    <textarea
      rows="1" spellcheck="true"
      aria-label=${config.label}
      aria-describedby=${ifDefined(config.describedBy)}
      placeholder=${ifDefined(config.placeholder)}
      tabindex=${ifDefined(config.tabIndex)}
      data-testid=${ifDefined(config.testId)}
      ?readonly=${config.readOnly ?? false}
      .value=${live(value)}
      @input=${(event: Event) => { config.onInput(valueOf(event)); }}
      @blur=${() => { config.onBlur(); }}
    ></textarea>
  </div>`;
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
    .value=${unlessOpen(config.value)}
    @change=${(event: Event) => { config.onChange(valueOf(event)); }}
  >${config.options.map(({ value, label }) => html`
    <vscode-option value=${value} ?selected=${value === config.value}>${label}</vscode-option>`)}
  </vscode-dropdown>`;
}

/** The value, set where the dropdown has another one; while its list is open the person is choosing, with arrow keys too. */
const unlessOpen = directive(class extends Directive {
  render(value: string): unknown {
    return value;
  }

  override update({ element }: PropertyPart, [value]: [string]): unknown {
    const { open, value: shown } = element as HTMLElement & { readonly open: boolean; readonly value: string };
    if (open || shown === value) return noChange;
    // The part itself would leave out what it has set before.
    (element as HTMLElement & { value: string }).value = value;
    return noChange;
  }
});

export interface CheckboxConfig {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId?: string;
}

export function checkbox(config: CheckboxConfig): TemplateResult {
  // The toolkit's says `change` where a drawing sets it, too: it is listened to by then, and says nothing new.
  const onChange = (event: Event): void => {
    const { checked } = event.target as HTMLInputElement;
    if (checked !== config.checked) config.onChange(checked);
  };
  return html`<vscode-checkbox
    data-testid=${ifDefined(config.testId)}
    @change=${onChange}
    .checked=${live(config.checked)}
  >${config.label}</vscode-checkbox>`;
}

/** Turning ring with the words of what is being waited for. */
export function waiting(label: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="waiting" role="status">
    <vscode-progress-ring aria-hidden="true"></vscode-progress-ring><span>${label}</span>${action}
  </div>`;
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
