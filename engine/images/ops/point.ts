import type { RgbPicture } from '../rgbPicture.ts';
import { lookUpAll, tableOf } from './lookup.ts';

export const invert = (picture: RgbPicture) => lookUpAll(picture, tableOf((byte) => 255 - byte));

/** Keeps the `bits` highest bits of every byte. */
export const posterize = (picture: RgbPicture, bits: number) => lookUpAll(picture, tableOf((byte) => byte & (0xff00 >> bits)));

/** Inverts what is not below the threshold. */
export const solarize = (picture: RgbPicture, threshold: number) => lookUpAll(picture, tableOf((byte) => (byte < threshold ? byte : 255 - byte)));

/** Adds to what is below 128. */
export const solarizeAdd = (picture: RgbPicture, added: number) => lookUpAll(picture, tableOf((byte) => (byte < 128 ? byte + added : byte)));
