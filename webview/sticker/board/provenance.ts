import { html, type TemplateResult } from 'lit';
import type { Generation } from '../../../extension/protocol/engine.ts';

/** Where a model's text came from, folded away until asked for. */
export function provenance({ host, model, digest, mode, prompt, options, seed, started, finished }: Generation): TemplateResult {
  const facts: readonly (readonly [string, string])[] = [
    ['Model', model],
    ['Digest', digest.replace(/^sha256:/u, '').slice(0, 12)],
    ['Host', host],
    ['Prompts', `version ${prompt}`],
    ['Mode', mode],
    ['Seed', String(seed)],
    ['Options', Object.entries(options).map(([name, value]) => `${name} ${value}`).join(', ')],
    ['Took', `${((finished - started) / 1000).toFixed(1)} s`],
  ];
  return html`<details data-testid="provenance">
    <summary class="muted">Written by ${model}</summary>
    <dl class="sticker-list muted">${facts.map(([name, value]) => (value === '' ? null : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>
  </details>`;
}
