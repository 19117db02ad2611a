/** ImageNet's statistics of RGB from 0 to 1, as PVT was trained with. */
export const imageNet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;

const normalized = imageNet.mean.map((average, channel) => Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - average) / imageNet.deviation[channel]));

/** @param pixels RGB bytes [height, width, 3] @param target float32, filled at `offset` with [3, height, width] */
export function normalizePixels(target: Float32Array, offset: number, pixels: Uint8Array): void {
  const plane = pixels.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    const values = normalized[channel];
    for (let at = offset + channel * plane, source = channel; source < pixels.length; at++, source += 3) target[at] = values[pixels[source]];
  }
}
