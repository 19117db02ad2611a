import { rotate, shearX, shearY, translateX, translateY } from '../images/ops/affine.ts';
import { brightness, color, contrast, sharpness } from '../images/ops/enhance.ts';
import { autoContrast, equalize } from '../images/ops/histogram.ts';
import { invert, posterize, solarize, solarizeAdd } from '../images/ops/point.ts';
import type { RgbPicture } from '../images/rgbPicture.ts';
import type { Random } from '../random/random.ts';

/** `level`: magnitude / 10, from 0 to 1. `sign`: 1 or -1. */
type Operation = (picture: RgbPicture, level: number, sign: number) => RgbPicture;

const factor = (level: number, sign: number) => Math.max(0.1, 1 + sign * level * 0.9);

/** The set that timm calls increasing: the higher the level, the less of the picture is left. */
export const operations: Readonly<Record<string, Operation>> = {
  AutoContrast: autoContrast,
  Equalize: equalize,
  Invert: invert,
  Rotate: (picture, level, sign) => rotate(picture, sign * level * 30),
  PosterizeIncreasing: (picture, level) => posterize(picture, 4 - Math.trunc(level * 4)),
  SolarizeIncreasing: (picture, level) => solarize(picture, 256 - Math.trunc(level * 256)),
  SolarizeAdd: (picture, level) => solarizeAdd(picture, Math.trunc(level * 110)),
  ColorIncreasing: (picture, level, sign) => color(picture, factor(level, sign)),
  ContrastIncreasing: (picture, level, sign) => contrast(picture, factor(level, sign)),
  BrightnessIncreasing: (picture, level, sign) => brightness(picture, factor(level, sign)),
  SharpnessIncreasing: (picture, level, sign) => sharpness(picture, factor(level, sign)),
  ShearX: (picture, level, sign) => shearX(picture, sign * level * 0.3),
  ShearY: (picture, level, sign) => shearY(picture, sign * level * 0.3),
  TranslateXRel: (picture, level, sign) => translateX(picture, sign * level * 0.45),
  TranslateYRel: (picture, level, sign) => translateY(picture, sign * level * 0.45),
};

export interface DrawnOperation {
  readonly name: string;
  readonly level: number;
  readonly sign: number;
}

const names = Object.keys(operations);

/** timm's `rand-m<magnitude>-mstd0.5-inc1`: two of the operations, each taken with chance one half, its magnitude normal around the one given. */
export function drawOperations(random: Random, magnitude: number): DrawnOperation[] {
  return [0, 1].flatMap(() => {
    const drawn = { name: random.pick(names), level: Math.min(1, Math.max(0, (magnitude + 0.5 * random.normal()) / 10)), sign: random.uniform() < 0.5 ? 1 : -1 };
    return random.uniform() < 0.5 ? [drawn] : [];
  });
}

export const applyOperations = (picture: RgbPicture, drawn: readonly DrawnOperation[]) =>
  drawn.reduce((changed, { name, level, sign }) => operations[name](changed, level, sign), picture);
