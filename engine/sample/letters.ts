/** Capital letters as strokes on a grid 4 wide and 6 high (x right, y down), so that no font is needed to draw them. */
const strokes: Readonly<Record<string, string>> = {
  A: 'M0 6L2 0L4 6M1 4H3', B: 'M0 0V6H3L4 5V4L3 3H0M3 3L4 2V1L3 0H0', C: 'M4 1L3 0H1L0 1V5L1 6H3L4 5', D: 'M0 0V6H2L4 4V2L2 0Z',
  E: 'M4 0H0V6H4M0 3H3', F: 'M4 0H0V6M0 3H3', G: 'M4 1L3 0H1L0 1V5L1 6H3L4 5V3H2', H: 'M0 0V6M4 0V6M0 3H4', I: 'M2 0V6M1 0H3M1 6H3',
  J: 'M4 0V5L3 6H1L0 5', K: 'M0 0V6M4 0L0 3L4 6', L: 'M0 0V6H4', M: 'M0 6V0L2 3L4 0V6', N: 'M0 6V0L4 6V0', O: 'M1 0H3L4 1V5L3 6H1L0 5V1Z',
  P: 'M0 6V0H3L4 1V2L3 3H0', Q: 'M1 0H3L4 1V5L3 6H1L0 5V1ZM2 4L4 6', R: 'M0 6V0H3L4 1V2L3 3H0M2 3L4 6', S: 'M4 1L3 0H1L0 1V2L1 3H3L4 4V5L3 6H1L0 5',
  T: 'M0 0H4M2 0V6', U: 'M0 0V5L1 6H3L4 5V0', V: 'M0 0L2 6L4 0', W: 'M0 0L1 6L2 3L3 6L4 0', X: 'M0 0L4 6M4 0L0 6', Y: 'M0 0L2 3L4 0M2 3V6', Z: 'M0 0H4L0 6H4',
};

/** A word as SVG strokes, its letters `size` high, centred on x, its top at y. */
export function drawWord(word: string, x: number, y: number, size: number, colour: string): string {
  const unit = size / 6;
  const left = x - ((word.length * 5.5 - 1.5) * unit) / 2;
  const letters = [...word].map((letter, i) => `<path transform="translate(${(left + i * 5.5 * unit).toFixed(1)} ${y}) scale(${unit.toFixed(2)})" d="${strokes[letter] ?? ''}"/>`);
  return `<g fill="none" stroke="${colour}" stroke-width="1.1" stroke-linecap="round" stroke-linejoin="round">${letters.join('')}</g>`;
}
