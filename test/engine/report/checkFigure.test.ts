import { expect, test } from 'vitest';
import { checkFigure } from '../../../engine/report/checkFigure.ts';
import { drawing } from './exampleReport.ts';

const check = (svg: string) => checkFigure({ title: 'Matrix', caption: '', svg });

test('a drawing goes through, without its XML declaration', () => {
  expect(check(`<?xml version="1.0"?>\n${drawing}\n`)).toBe(drawing);
  const withPicture = '<svg><image xlink:href="data:image/png;base64,AA=="/><use href="#a"/><text>once = never; src=x, a > b</text></svg>';
  expect(check(withPicture)).toBe(withPicture);
});

test.each([
  ['<p>no drawing</p>', 'is no SVG drawing'],
  ['<svg><script>alert(1)</script></svg>', 'holds more than a drawing'],
  ['<svg><svg:script/></svg>', 'holds more than a drawing'],
  ['<svg><foreignObject><p/></foreignObject></svg>', 'holds more than a drawing'],
  ['<svg onload="alert(1)"></svg>', 'holds more than a drawing'],
  ['<svg><style>@import "a"</style></svg>', 'holds more than a drawing'],
  ['<svg><set attributeName="href"/></svg>', 'holds more than a drawing'],
  ['<svg><image href="http://example.org/a.png"/></svg>', 'refers to something outside it'],
  ['<svg><a xlink:href="javascript:alert(1)"></a></svg>', 'refers to something outside it'],
  ['<svg><image href="data:image/svg+xml,x"/></svg>', 'refers to something outside it'],
  ['<svg><g id=">" onload="alert(1)"/></svg>', 'holds more than a drawing'],
  ['<svg><g id=b"c d="> " onload=alert(1)></svg>', 'holds more than a drawing'],
  ['<svg><a title=">" href="http://example.org"></a></svg>', 'refers to something outside it'],
  ['<svg><p/><form action="http://example.org"/></svg>', 'holds more than a drawing'],
  ['<svg><!-- <g> --></svg>', 'holds more than a drawing'],
  ['<svg><rect style="fill: url(http://example.org/a)"/></svg>', 'refers to something outside it'],
])('%s is refused', (svg, why) => {
  expect(() => check(svg)).toThrow(why);
});
