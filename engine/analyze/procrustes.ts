/** Points of a map: point i at `x[i]`, `y[i]`. */
export interface PlanePoints {
  readonly ids: readonly string[];
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** The coordinates of rows, moved so that their mean is 0. */
function centred(values: Float32Array, rows: readonly number[]) {
  let at = 0;
  for (const row of rows) at += values[row] / rows.length;
  const moved = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) moved[i] = values[rows[i]] - at;
  return { at, values: moved };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * `points` turned, mirrored, scaled and moved so that the sum of squared distances to `reference`, over the stickers in both, is the
 * least (Gower 1975, in closed form for the plane). With one common sticker, or where those of a map coincide, it is only moved; with none left as it is.
 */
export function alignPoints(points: PlanePoints, reference: PlanePoints): Pick<PlanePoints, 'x' | 'y'> {
  const places = new Map<string, number>();
  reference.ids.forEach((id, row) => places.set(id, row));
  const rows: number[] = [];
  const to: number[] = [];
  points.ids.forEach((id, row) => {
    const place = places.get(id);
    if (place === undefined) return;
    rows.push(row);
    to.push(place);
  });
  if (rows.length === 0) return points;
  const [x, y, u, v] = [centred(points.x, rows), centred(points.y, rows), centred(reference.x, to), centred(reference.y, to)];
  const [xu, xv, yu, yv] = [dot(x.values, u.values), dot(x.values, v.values), dot(y.values, u.values), dot(y.values, v.values)];
  // The best rotation and the best reflection gain as much of tr(R^T A^T B) as these vectors are long.
  const turned = Math.hypot(xu + yv, xv - yu);
  const mirrored = Math.hypot(xu - yv, xv + yu);
  const size = dot(x.values, x.values) + dot(y.values, y.values);
  const mirror = mirrored > turned;
  const gain = Math.max(turned, mirrored);
  const [cos, sin] = !(gain > 0) ? [1, 0] : mirror ? [(xu - yv) / gain, (xv + yu) / gain] : [(xu + yv) / gain, (xv - yu) / gain];
  const scale = gain > 0 && size > 0 ? gain / size : 1;
  const sign = mirror ? -1 : 1;
  return {
    x: points.x.map((value, row) => u.at + scale * (cos * (value - x.at) - sign * sin * (points.y[row] - y.at))),
    y: points.x.map((value, row) => v.at + scale * (sin * (value - x.at) + sign * cos * (points.y[row] - y.at))),
  };
}
