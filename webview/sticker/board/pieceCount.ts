import { html, nothing, type TemplateResult } from 'lit';
import type { PieceCount } from '../../../extension/protocol/engine.ts';
import { formatCount } from '../../ui/formatNumber.ts';

const inexact = 'Counted with another vocabulary: BERT\'s own is not installed. Get Pretrained Weights installs it.';

/** "87 of 512 pieces", and what happens to the rest where there are more. */
export function pieceCount({ pieces, limit, cutAt, exact }: PieceCount): TemplateResult {
  return html`<span data-testid="pieces" title=${exact ? nothing : inexact}>${exact ? '' : '≈ '}${formatCount(pieces)} of ${formatCount(limit)} pieces</span>${cutAt === null
    ? nothing
    : html`. <span class="cut-note" data-testid="cut-note"><span aria-hidden="true">⚠</span> The model does not read what is greyed.</span>`}`;
}
