import { StickerLabError } from '../errors/stickerLabError.ts';
import type { ReportFigure } from './reportDocument.ts';

const drawn = new Set([
  'svg', 'g', 'defs', 'symbol', 'use', 'title', 'desc', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'textPath', 'image',
  'a', 'marker', 'clipPath', 'mask', 'pattern', 'linearGradient', 'radialGradient', 'stop',
]);
/** A tag as XML writes it: read so strictly that a browser, which takes it for HTML, ends it at the same place. */
const tags = /<\/?([\w:-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/g;
const attributes = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const references = /url\(\s*(?:&quot;|["'])?\s*([^)"'&]*)/gi;
/** What an address in a drawing may be: a part of itself, or a picture it carries. */
const ownAddress = /^\s*(?:#|data:image\/(?:png|jpeg|webp);)/i;

/** The figure's SVG without its XML declaration. @throws StickerLabError where it is no drawing alone: a report runs nothing and loads nothing. */
export function checkFigure({ title, svg }: ReportFigure): string {
  const markup = svg.trim().replace(/^<\?xml[^>]*\?>\s*/, '');
  const refuse = (what: string) => new StickerLabError(`The figure "${title}" ${what}.`, '', 'Export the report from the Analysis panel, which draws the figures itself.');
  if (!/^<svg\b[\s\S]*<\/svg>$/.test(markup)) throw refuse('is no SVG drawing');
  for (const [, element, given] of markup.matchAll(tags)) {
    if (!drawn.has(element)) throw refuse('holds more than a drawing');
    for (const [, name, double, single] of given.matchAll(attributes)) {
      const value = double ?? single;
      if (/^on/i.test(name)) throw refuse('holds more than a drawing');
      const addresses = [...(/(?:^|:)(?:href|src)$/i.test(name) ? [value] : []), ...[...value.matchAll(references)].map(([, address]) => address)];
      if (!addresses.every((address) => ownAddress.test(address))) throw refuse('refers to something outside it');
    }
  }
  if (markup.replace(tags, '').includes('<')) throw refuse('holds more than a drawing');
  return markup;
}
