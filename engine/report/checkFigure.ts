import { StickerLabError } from '../errors/stickerLabError.ts';
import type { ReportFigure } from './reportDocument.ts';

const activeTag = /^<\s*\/?\s*(?:[\w-]+:)?(?:script|foreignobject|iframe|object|embed|link|meta|base|style|animate\w*|set|!doctype|!entity)\b/i;
const handler = /[\s"'/]on\w+\s*=/i;
const addresses = /(?:href|src)\s*=\s*["']?\s*([^"'\s>]*)|url\(\s*(?:&quot;|["'])?\s*([^)"'&]*)/gi;
/** What an address in a drawing may be: a part of itself, or a picture it carries. */
const ownAddress = /^(?:#|data:image\/(?:png|jpeg|webp);)/i;

/** The figure's SVG without its XML declaration. @throws StickerLabError where it is no drawing alone: a report runs nothing and loads nothing. */
export function checkFigure({ title, svg }: ReportFigure): string {
  const markup = svg.trim().replace(/^<\?xml[^>]*\?>\s*/, '');
  const refuse = (what: string) => new StickerLabError(`The figure "${title}" ${what}.`, '', 'Export the report from the Analysis panel, which draws the figures itself.');
  if (!/^<svg\b[\s\S]*<\/svg>$/.test(markup)) throw refuse('is no SVG drawing');
  for (const [tag] of markup.matchAll(/<[^>]*>/g)) {
    if (activeTag.test(tag) || handler.test(tag)) throw refuse('holds more than a drawing');
    for (const [, address, reference] of tag.matchAll(addresses)) {
      if (!ownAddress.test(address ?? reference)) throw refuse('refers to something outside it');
    }
  }
  return markup;
}
