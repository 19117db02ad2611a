import path from 'node:path';
import { catalog, fileNames, type SetName, type WeightSet } from './catalog.ts';

/** How to place a set's files without a network: exactly which, from where, and into which folder. */
export function byHand(name: SetName, folder: string): string {
  const { repo, parts, authorsPage }: WeightSet = catalog[name];
  const files = Object.values(parts).map(({ hub }) => hub.join(' or ')).join(', ');
  const own = Object.values(parts).flatMap((part) => fileNames(part).slice(part.hub.length));
  const orOwn = authorsPage && own.length > 0 ? ` (or ${own.join(' or ')} from ${authorsPage})` : '';
  return `Without a network: fetch ${files} from https://huggingface.co/${repo}/tree/main${orOwn} on another machine and put ${Object.keys(parts).length > 1 ? 'them' : 'it'} into ${path.join(folder, name)}.`;
}
