import { html, nothing, type TemplateResult } from 'lit';
import { keepChoice, keptChoice } from './keptChoice.ts';

/** The parts that are asked for only while they are open, so that walking is fast. */
export type SectionName = 'attention' | 'probe' | 'nearest';

const isSections = (value: unknown): value is SectionName[] => Array.isArray(value);

/** Which sections are open; a panel opened again has them as they were left. */
export class Sections {
  private open: readonly SectionName[] = keptChoice('sections', isSections) ?? [];
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  isOpen(name: SectionName): boolean {
    return this.open.includes(name);
  }

  render(name: SectionName, title: string, content: () => TemplateResult, note = ''): TemplateResult {
    return html`<details class="section" data-testid="section-${name}" ?open=${this.isOpen(name)} @toggle=${(event: Event) => { this.turn(name, (event.target as HTMLDetailsElement).open); }}>
      <summary><h2>${title}</h2>${note === '' ? nothing : html` <span class="muted">${note}</span>`}</summary>
      ${this.isOpen(name) ? content() : nothing}
    </details>`;
  }

  private turn(name: SectionName, open: boolean): void {
    if (open === this.isOpen(name)) return;
    this.open = open ? [...this.open, name] : this.open.filter((other) => other !== name);
    keepChoice('sections', this.open);
    this.changed();
  }
}
