import { html, nothing, type TemplateResult } from 'lit';
import { emptyState } from '../ui/emptyState.ts';
import { button, waiting } from '../ui/kit.ts';
import { progressBar } from '../ui/progressBar.ts';
import { sameMap, type MapReading, type WantedMap } from './mapReading.ts';
import { methodName } from './mapWords.ts';

/** What goes on with a map, or what could. `name`: the run's. */
export function mapStatus({ phase, shown, failure, progress }: MapReading, { map }: WantedMap, name: string, onCompute: () => void, onCancel: () => void): TemplateResult | typeof nothing {
  if (phase === 'computing') return computing(progress, onCancel);
  if (phase === 'reading') return shown ? nothing : waiting('Reading the map');
  const compute = button({ label: `Compute ${methodName(map.method)}`, primary: true, testId: 'compute-map', onClick: onCompute });
  if (shown && sameMap(shown.view, map)) return shown.settled ? nothing : html`<p class="note">The points have not settled yet.</p>`;
  if (shown) return html`<div class="toolbar map-status"><span>The PCA, until the t-SNE is computed.</span>${compute}</div>`;
  return failure ? html`<div class="toolbar">${compute}</div>` : emptyState(`${name} has no such map yet.`, compute);
}

function computing(progress: MapReading['progress'], onCancel: () => void): TemplateResult {
  const { activity = '', iteration = 0, iterations = 0, kl = null } = progress ?? {};
  const words = `${activity === '' ? 'Computing the map' : activity}${kl === null ? '' : `, KL ${kl.toFixed(3)}`}`;
  return html`<div class="map-status">${waiting(words, button({ label: 'Cancel', testId: 'cancel-map', onClick: onCancel }))}
    ${iterations === 0 ? nothing : progressBar('t-SNE', iteration / iterations)}</div>`;
}
