import { StickerLabError } from '../errors/stickerLabError.ts';
import { bertNames } from './bertNames.ts';
import { explainShape } from './explainShape.ts';
import { huggingFacePvtNames } from './huggingFacePvtNames.ts';
import type { NamedTensor } from './namedTensor.ts';
import type { NameMap, NamedTensors, TensorSpec, WeightsKind } from './nameMap.ts';
import { pvtNames } from './pvtNames.ts';
import { releasedNames } from './releasedNames.ts';

/** A released checkpoint holds a PVT and a BERT too, so it is looked for first. */
const nameMaps: readonly NameMap[] = [releasedNames, huggingFacePvtNames, pvtNames, bertNames];

export interface MatchedWeights {
  readonly kind: WeightsKind;
  /** By our names, row-major. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Our names for what the file does not hold. */
  readonly missing: readonly string[];
  /** The file's names for what the model does not have. */
  readonly unexpected: readonly string[];
  /** The file's names for what belongs to its kind and is not needed, such as a classifier of other classes. */
  readonly leftOut: readonly string[];
}

function recognize(tensors: NamedTensors, file: string): NameMap {
  const names = [...tensors.keys()];
  const found = nameMaps.find(({ sign }) => names.some((name) => sign.test(name)));
  if (found) return found;
  const some = names.slice(0, 5).join(', ') || 'none';
  throw new StickerLabError(`The file's ${names.length} tensors are named like those of none of ${nameMaps.map(({ kind }) => kind).join(', ')}. The first names: ${some}`, file,
    'Use weights of PVT, BERT or MGHFT, as their authors or Hugging Face publish them.');
}

function checkedData(spec: TensorSpec, from: string, { shape, data }: NamedTensor, file: string): Float32Array {
  const label = from === spec.name ? spec.name : `${spec.name} (${from} in the file)`;
  if (String(shape) !== String(spec.shape)) {
    throw new StickerLabError(`${explainShape(spec.name, shape, spec.shape)}${from === spec.name ? '' : `; in the file it is ${from}`}`, file, 'Use weights of a model of the same sizes, or change the settings to theirs.');
  }
  if (!(data instanceof Float32Array)) throw new StickerLabError(`The tensor ${label} holds whole numbers, not weights`, file, 'Use another copy of the file.');
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new StickerLabError(`The tensor ${label} holds ${data[wrong]} at place ${wrong}`, file, 'Use another copy of the file; where a training wrote it, that went wrong.');
  return data;
}

/**
 * Finds the model's tensors among a file's, whose kind is told by its names.
 * @throws StickerLabError for names of no known kind, another shape (also a position table of another picture size), or
 *   values that are not finite. Missing and unexpected tensors are the caller's to judge.
 */
export function matchWeights(tensors: NamedTensors, specs: readonly TensorSpec[], { file }: { readonly file: string }): MatchedWeights {
  const nameMap = recognize(tensors, file);
  const { renamed, leftOut, unknown } = nameMap.rename(tensors, specs, file);
  const weights = new Map<string, Float32Array>();
  for (const spec of specs) {
    const found = renamed.get(spec.name);
    if (found) weights.set(spec.name, checkedData(spec, found.from, found.tensor, file));
  }
  return {
    kind: nameMap.kind,
    weights,
    missing: specs.map(({ name }) => name).filter((name) => !weights.has(name)),
    unexpected: [...unknown, ...[...renamed].filter(([name]) => !weights.has(name)).map(([, { from }]) => from)],
    leftOut,
  };
}
