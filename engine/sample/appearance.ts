export interface Character {
  readonly name: string;
  /** SVG of what sticks out behind the head, which is a circle of radius 92 around (128, 136). `F` is the fill, `S` the stroke. */
  readonly behind: string;
  /** As the descriptions call it. */
  readonly calledBy: readonly string[];
}

export interface DrawingStyle {
  readonly name: string;
  readonly lineWidth: number;
  /** Saturation and lightness of the head, in percent. */
  readonly head: readonly [number, number];
  readonly background: readonly [number, number];
  readonly calledBy: readonly string[];
}

export const characters: readonly Character[] = [
  { name: 'cat', behind: '<path d="M48 110L46 22L112 60ZM208 110L210 22L144 60Z"/>', calledBy: ['a cat with pointed ears', 'a round kitten', 'a small tomcat'] },
  { name: 'bear', behind: '<circle cx="62" cy="66" r="32"/><circle cx="194" cy="66" r="32"/>', calledBy: ['a bear with round ears', 'a stout bear cub', 'a plush bear'] },
  { name: 'rabbit', behind: '<ellipse cx="92" cy="44" rx="21" ry="50"/><ellipse cx="164" cy="44" rx="21" ry="50"/>', calledBy: ['a rabbit with long ears', 'a white bunny', 'a lop rabbit'] },
  { name: 'frog', behind: '<circle cx="82" cy="56" r="30"/><circle cx="174" cy="56" r="30"/>', calledBy: ['a frog from the pond', 'a wide frog', 'a little tree frog'] },
  { name: 'robot', behind: '<path d="M122 12H134V60H122Z"/><circle cx="128" cy="16" r="13"/><rect x="22" y="108" width="26" height="56"/><rect x="208" y="108" width="26" height="56"/>', calledBy: ['a robot with an antenna', 'a tin machine', 'a small android'] },
  { name: 'chick', behind: '<path d="M128 54L106 16L126 34L132 8L138 34L154 18Z"/>', calledBy: ['a chick with a tuft', 'a round bird', 'a fluffy hatchling'] },
  { name: 'ghost', behind: '<path d="M36 140V238L66 216L97 238L128 216L159 238L190 216L220 238V140Z"/>', calledBy: ['a floating ghost', 'a bedsheet spirit', 'a pale phantom'] },
  { name: 'flower', behind: '<g><circle cx="128" cy="42" r="32"/><circle cx="216" cy="104" r="32"/><circle cx="184" cy="212" r="32"/><circle cx="72" cy="212" r="32"/><circle cx="40" cy="104" r="32"/></g>', calledBy: ['a flower with petals', 'a garden blossom', 'a daisy'] },
];

export const drawingStyles: readonly DrawingStyle[] = [
  { name: 'flat', lineWidth: 0, head: [62, 68], background: [30, 94], calledBy: ['flat colours without lines', 'a plain flat design', 'simple shapes, no outline'] },
  { name: 'bold', lineWidth: 8, head: [80, 64], background: [60, 90], calledBy: ['thick black outlines', 'a bold comic drawing', 'heavy ink lines and strong colour'] },
  { name: 'pastel', lineWidth: 3, head: [48, 82], background: [50, 96], calledBy: ['soft pastel colours', 'a gentle pale palette', 'a light watercolour look'] },
  { name: 'outline', lineWidth: 5, head: [0, 99], background: [8, 97], calledBy: ['a black and white line drawing', 'an outline on paper', 'a doodle without colour'] },
  { name: 'night', lineWidth: 4, head: [45, 62], background: [40, 24], calledBy: ['a dark background', 'a night scene', 'deep colours in the dark'] },
  { name: 'vivid', lineWidth: 4, head: [92, 58], background: [88, 80], calledBy: ['bright saturated colours', 'a loud poster style', 'a neon palette'] },
];
