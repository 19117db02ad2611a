/** Pixels a token of PVT's stages 1 to 4 stands for, along a side. */
const pixels = [4, 8, 16, 32];

/** The side of the picture that a stage's position table was made for; stage 4 has a row for its CLS token. */
function pictureSide(stage: number, shape: readonly number[]): number | null {
  const side = Math.sqrt(shape[1] - (stage === 3 ? 1 : 0)) * pixels[stage];
  return shape.length === 3 && Number.isInteger(side) ? side : null;
}

const written = (shape: readonly number[]) => `[${shape.join(', ')}]`;

/** What is wrong with a tensor of shape `found` where the model has `wanted`. */
export function explainShape(name: string, found: readonly number[], wanted: readonly number[]): string {
  const stage = /^pos_embed([1-4])$/.exec(name);
  const [foundSide, wantedSide] = [found, wanted].map((shape) => (stage ? pictureSide(Number(stage[1]) - 1, shape) : null));
  if (foundSide && wantedSide && foundSide !== wantedSide) {
    return `The position table ${name} is for pictures of ${foundSide} x ${foundSide} pixels, the model's for ${wantedSide} x ${wantedSide} (model.positionSize)`;
  }
  const tokens = name === 'pos_embed' ? ' (4 and the key tokens: model.keyTokenAlpha, model.heads)' : '';
  return `The tensor ${name} has the shape ${written(found)}, the model's ${written(wanted)}${tokens}`;
}
