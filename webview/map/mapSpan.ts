import type { Zoom } from '../plots/plotArea.ts';
import type { MapPoints } from './mapTraces.ts';

const spanOf = (columns: readonly Float32Array[]): [number, number] => {
  let [least, most] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return [least, most];
};

/** The part of the plane that all points of these maps lie in; points that lie nowhere do not count. Null where all do. */
export function unitedSpan(maps: readonly MapPoints[]): Zoom | null {
  const [x, y] = [spanOf(maps.map((map) => map.x)), spanOf(maps.map((map) => map.y))];
  return [...x, ...y].every(Number.isFinite) ? { x, y } : null;
}
