import { html, type TemplateResult } from 'lit';
import { formatCount } from '../ui/formatNumber.ts';
import type { MapGroup, MapSymbol } from './mapGroups.ts';

const signs: Readonly<Record<MapSymbol, string>> = { circle: '●', square: '■', diamond: '◆', 'triangle-up': '▲', cross: '✚', x: '✖', star: '★', 'triangle-down': '▼', 'circle-open': '○' };

/** The groups of a map with their counts, as buttons that hide and show them; read out, they sum the map up. */
export const mapLegend = (by: string, groups: readonly MapGroup[], hidden: ReadonlySet<string>, onToggle: (name: string) => void): TemplateResult => html`<div
  class="map-legend" role="group" aria-label="Stickers by ${by}: a button hides or shows a group" data-testid="map-legend">${groups.map(({ name, color, symbol, points, values }) => html`<button
    type="button" class="legend-entry" aria-pressed=${hidden.has(name) ? 'false' : 'true'} title=${hidden.has(name) ? `Show ${name}` : `Hide ${name}`} @click=${() => { onToggle(name); }}
  >${values === null ? html`<span aria-hidden="true" style="color:${color}">${signs[symbol]}</span> ` : ''}<span class="legend-name">${name}</span> <span class="muted">${formatCount(points.length)}</span></button>`)}</div>`;
