import { StickerLabError } from '../errors/stickerLabError.ts';
import type { NamedTensor } from './namedTensor.ts';

export type WeightsKind = 'PVT' | 'PVT of Hugging Face' | 'BERT' | 'MGHFT';

export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

export type NamedTensors = ReadonlyMap<string, NamedTensor>;

export interface Renamed {
  /** By our names, with the file's. */
  readonly renamed: ReadonlyMap<string, { readonly from: string; readonly tensor: NamedTensor }>;
  /** The file's names for what we know and do not need. */
  readonly leftOut: readonly string[];
  /** The file's names for what we do not know. */
  readonly unknown: readonly string[];
}

/** How one kind of weights names its tensors. */
export interface NameMap {
  readonly kind: WeightsKind;
  /** Matches some name in a file of this kind. */
  readonly sign: RegExp;
  rename(tensors: NamedTensors, specs: readonly TensorSpec[], file: string): Renamed;
}

export const ambiguous = (names: readonly string[], meaning: string, file: string) =>
  new StickerLabError(`Several tensors could be ${meaning}: ${names.join(', ')}`, file, 'Use a file that holds one model only.');

/** Training wrappers put these before every name. */
const withoutWrapper = (name: string) => name.replace(/^(?:(?:module|model|backbone)\.)+/, '');

/** Renames one tensor after the other. `ourName` gets a name without wrappers and answers null for what is left out. */
export function renameEach(tensors: NamedTensors, ourName: (name: string) => string | null, file: string): Renamed {
  const renamed = new Map<string, { from: string; tensor: NamedTensor }>();
  const leftOut: string[] = [];
  for (const [from, tensor] of tensors) {
    const name = ourName(withoutWrapper(from));
    const other = name === null ? undefined : renamed.get(name);
    if (name !== null && other) throw ambiguous([other.from, from], name, file);
    if (name === null) leftOut.push(from);
    else renamed.set(name, { from, tensor });
  }
  return { renamed, leftOut, unknown: [] };
}
