import type { ElementType } from './elements.ts';

/** Where a tensor's numbers lie: one of the checkpoint's blocks of raw data. */
export interface Storage {
  readonly kind: 'storage';
  readonly key: string;
  readonly type: ElementType;
  readonly elements: number;
}

/** A view of a storage; offset and strides count elements. */
export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A name of Python's that the reader knows by heart; see `pickleGlobals.ts`. */
export interface Global {
  readonly kind: 'global';
  readonly name: string;
}

/** Something the reader steps over, such as a run's command-line arguments. */
export interface Inert {
  readonly kind: 'inert';
}

/** What a pickle may hold here. Tuples, lists and sets are arrays; dictionaries are maps. */
export type Pickled = null | boolean | number | bigint | string | Uint8Array | Pickled[] | Map<Pickled, Pickled> | Storage | PickledTensor | Global | Inert;

export const isKind = <K extends 'storage' | 'tensor' | 'global' | 'inert'>(value: Pickled | undefined, kind: K): value is Extract<Pickled, { readonly kind: K }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
