/** Viridis of matplotlib at even steps (van der Walt and Smith, 2015): even in lightness, so it is read without telling colours apart. */
const stops = [
  [68, 1, 84], [72, 36, 117], [65, 68, 135], [53, 95, 141], [42, 120, 142], [33, 145, 140], [34, 168, 132], [68, 191, 112], [122, 209, 81], [189, 223, 38], [253, 231, 37],
] as const;

/** The colour at `share` of the scale, 0 to 1, between its stops. */
export function viridis(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  const rest = at - low;
  const [red, green, blue] = stops[low].map((value, channel) => Math.round(value + (stops[low + 1][channel] - value) * rest));
  return `rgb(${red}, ${green}, ${blue})`;
}

/** The scale as a CSS background. */
export const viridisGradient = `linear-gradient(to right, ${stops.map((stop) => `rgb(${stop.join(', ')})`).join(', ')})`;
