import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { RgbPicture } from '../../../engine/images/rgbPicture.ts';

interface Fixture {
  readonly width: number;
  readonly height: number;
  readonly pictures: Readonly<Record<string, string>>;
  readonly operations: readonly { operation: string; magnitude: number; negative: boolean; picture: string; pixels: string }[];
  readonly centres: readonly { short: number; side: number; picture: string; pixels: string }[];
  readonly crops: readonly { left: number; top: number; width: number; height: number; side: number; picture: string; pixels: string }[];
}

const fixture = JSON.parse(readFileSync(new URL('../../reference/augmentation.json', import.meta.url), 'utf8')) as Fixture;

const unpack = (text: string) => Uint8Array.from(inflateSync(Buffer.from(text, 'base64')));

/** Noise, a gradient and drawn shapes, 24 x 20. */
export const picture = (name: string): RgbPicture => ({ width: fixture.width, height: fixture.height, pixels: unpack(fixture.pictures[name]) });

/** What Pillow and timm make of them, made by test/reference/augmentation.py. */
export const operationCases = fixture.operations.map((entry) => ({ ...entry, pixels: unpack(entry.pixels) }));
export const cropCases = fixture.crops.map((entry) => ({ ...entry, pixels: unpack(entry.pixels) }));
export const centreCases = fixture.centres.map((entry) => ({ ...entry, pixels: unpack(entry.pixels) }));
