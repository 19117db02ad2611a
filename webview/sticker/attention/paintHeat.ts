import { timesEven, type DrawnHeat } from './drawnHeat.ts';
import { viridis } from './viridis.ts';

/** Pixels of the canvas's longer side. */
const longSide = 640;
/** Pixels across the largest mark where cells are smaller than that. */
const smallestMark = 20;
/** Over what the model did not see. */
const veil = 'rgba(128, 128, 128, 0.6)';

/** Draws over a picture of this ratio of width to height: each cell in its colour, circles around key tokens, as large as their weight, and a veil over what was not seen. */
export function paintHeat(canvas: HTMLCanvasElement, ratio: number, { crop, side, values, tokenSide, keyTokens, scale, opacity }: DrawnHeat): void {
  canvas.width = Math.round(ratio >= 1 ? longSide : longSide * ratio);
  canvas.height = Math.round(ratio >= 1 ? longSide / ratio : longSide);
  const paint = canvas.getContext('2d')!;
  const [left, top, width, height] = [crop.left * canvas.width, crop.top * canvas.height, crop.width * canvas.width, crop.height * canvas.height];
  paint.fillStyle = veil;
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.clearRect(left, top, width, height);

  // Whole pixels, so that no seams are seen between cells.
  const x = (column: number): number => Math.round(left + (column * width) / side);
  const y = (row: number): number => Math.round(top + (row * height) / side);
  paint.globalAlpha = opacity;
  for (const [place, value] of values.entries()) {
    const [row, column] = [Math.floor(place / side), place % side];
    paint.fillStyle = viridis(scale.most > 0 ? timesEven(value, side) / scale.most : 0);
    paint.fillRect(x(column), y(row), x(column + 1) - x(column), y(row + 1) - y(row));
  }

  paint.globalAlpha = 1;
  const cell = Math.min(width, height) / tokenSide;
  for (const { place, weight } of keyTokens) {
    paint.beginPath();
    const radius = scale.mostWeight > 0 ? (Math.max(smallestMark, cell) / 2) * Math.sqrt(weight / scale.mostWeight) : 0;
    paint.arc(left + ((place % tokenSide) + 0.5) * (width / tokenSide), top + (Math.floor(place / tokenSide) + 0.5) * (height / tokenSide), Math.max(2, radius - 2), 0, 2 * Math.PI);
    // White within black is seen on every colour.
    for (const [line, color] of [[5, '#000'], [2, '#fff']] as const) {
      paint.lineWidth = line;
      paint.strokeStyle = color;
      paint.stroke();
    }
  }
}
