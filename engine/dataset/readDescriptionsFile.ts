import { StickerLabError } from '../errors/stickerLabError.ts';
import type { Descriptions } from './sticker.ts';

export async function readDescriptionsFile(file: string, _known: ReadonlySet<string>): Promise<{ texts: Map<string, Descriptions>; unknown: string[]; broken: string[] }> {
  throw new StickerLabError('Not yet.', file, '');
}
