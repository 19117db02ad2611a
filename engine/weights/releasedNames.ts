import type { NamedTensor } from './namedTensor.ts';
import { ambiguous, type NameMap, type NamedTensors, type Renamed, type TensorSpec } from './nameMap.ts';

/** A temperature and a norm that the released code never uses, the frozen BERT, and moments in checkpoints of our own. */
const unused = /(?:^|\.)(?:tau|norm_t\.\w+|bert\..+)$|^(?:first|second):/;

/** The name and its endings after each dot, longest first. */
function endings(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, index) => parts.slice(index).join('.'));
}

const fits = (shape: readonly number[], spec: TensorSpec) => String(shape) === String(spec.shape);

/**
 * Which prefixes the released model's parts have is not known, so each tensor goes to the longest of our names that its
 * own ends with; where several want one name, the shape must single out one of them.
 */
function rename(tensors: NamedTensors, specs: readonly TensorSpec[], file: string): Renamed {
  const ours = new Set(specs.map(({ name }) => name));
  const candidates = new Map<string, string[]>();
  const leftOut: string[] = [];
  const unknown: string[] = [];
  for (const from of tensors.keys()) {
    const name = unused.test(from) ? undefined : endings(from).find((ending) => ours.has(ending));
    if (name !== undefined) candidates.set(name, [...(candidates.get(name) ?? []), from]);
    else (unused.test(from) ? leftOut : unknown).push(from);
  }
  const renamed = new Map<string, { from: string; tensor: NamedTensor }>();
  for (const spec of specs) {
    const wanting = candidates.get(spec.name) ?? [];
    const fitting = wanting.length > 1 ? wanting.filter((from) => fits(tensors.get(from)!.shape, spec)) : wanting;
    if (wanting.length > 0 && fitting.length !== 1) throw ambiguous(wanting, spec.name, file);
    unknown.push(...wanting.filter((from) => !fitting.includes(from)));
    for (const from of fitting) renamed.set(spec.name, { from, tensor: tensors.get(from)! });
  }
  return { renamed, leftOut, unknown };
}

/** A released MGHFT checkpoint (vision module, fusion, BERT), or one of ours. */
export const releasedNames: NameMap = { kind: 'MGHFT', sign: /(?:^|\.)(?:fusion_model|vl_proj|l_proj)\./, rename };
