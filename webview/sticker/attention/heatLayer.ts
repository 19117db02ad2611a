import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../../ui/lightElement.ts';
import type { DrawnHeat } from './drawnHeat.ts';
import { paintHeat } from './paintHeat.ts';

/** A heat map that covers the picture it lies on exactly; what it shows stands in words elsewhere. */
@customElement('sl-heat')
export class HeatLayer extends LightElement {
  @property({ attribute: false }) heat!: DrawnHeat;
  /** Width to height of the picture. */
  @property({ attribute: false }) ratio = 1;

  protected override render(): TemplateResult {
    return html`<canvas class="heat" aria-hidden="true" data-testid="heat"></canvas>`;
  }

  protected override updated(_: PropertyValues<this>): void {
    paintHeat(this.querySelector('canvas')!, this.ratio, this.heat);
  }
}
