import type { MapKey } from '../analyze/mapKey.ts';
import type { Split } from '../dataset/sticker.ts';

/** A map, as columns: point i is `ids[i]` at `x[i]`, `y[i]`. */
export interface MapView extends MapKey {
  readonly ids: readonly string[];
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Kullback-Leibler divergence of a t-SNE in nats; null for PCA. */
  readonly kl: number | null;
  readonly seconds: number;
  readonly parameters: Readonly<Record<string, number>>;
}

/** What points can be coloured by, in the order of the map's ids. */
export interface MapColumns {
  /** The run's classes, then those only the dataset has: what label and prediction are indices into. */
  readonly classes: readonly string[];
  /** -1: the dataset no longer has the sticker, or it has no label. */
  readonly label: Int16Array;
  /** -1: none stored. */
  readonly prediction: Int16Array;
  /** The highest probability; NaN where there is no prediction. */
  readonly confidence: Float32Array;
  /** Share of the annotators that voted for the label; NaN without votes. */
  readonly agreement: Float32Array;
  readonly split: readonly (Split | null)[];
  readonly topic: readonly string[];
  /** The other run's predictions in the same classes, -1 where it has none; null where no other run was named. */
  readonly other: Int16Array | null;
}

export interface MapRequests {
  /** A stored map; null where there is none. `alignTo`: turned, mirrored, scaled and moved onto that run's map of the same key (Procrustes), where it has one. */
  'map/read': { params: { run: string; map: MapKey; alignTo: string | null }; result: MapView | null };
  /** Predicts what is missing and lays the points out; `map/didProgress` tells how far it is. */
  'map/compute': { params: { run: string; map: MapKey }; result: MapView };
  'map/columns': { params: { root: string; run: string; map: MapKey; other: string | null }; result: MapColumns };
}

export interface MapNotifications {
  /** At most four times a second a map. `layout` null: nothing to draw yet. */
  'map/didProgress': {
    run: string; map: MapKey; activity: string; iteration: number; iterations: number; kl: number | null;
    layout: { readonly ids: readonly string[]; readonly x: Float32Array; readonly y: Float32Array } | null;
  };
}
