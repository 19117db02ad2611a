import type { MatchedWeights } from './matchWeights.ts';

/** More names than these are grouped, a line a group. */
const fewNames = 20;

/** A name up to its first number (encoder.layer.3), or else its first word; and the rest. */
function split(name: string): [group: string, rest: string] {
  const [, group = name, rest = ''] = /^(.*?\.\d+|[^.]+)\.(.+)$/.exec(name) ?? [];
  return [group, rest];
}

function list(names: readonly string[]): string {
  if (names.length <= fewNames) return ` ${names.join(', ')}`;
  const groups = Map.groupBy(names.map(split), ([group]) => group);
  return [...groups].map(([group, members]) => `\n  ${group}: ${members.map(([, rest]) => rest || group).join(', ')}`).join('');
}

const tensors = (count: number) => (count === 1 ? '1 tensor' : `${count} tensors`);

/** Says which of the model's tensors the file lacks and which of the file's the model lacks, every one by name; empty where there are none. */
export function explainMismatch({ missing, unexpected }: Pick<MatchedWeights, 'missing' | 'unexpected'>): string {
  return [
    ...(missing.length > 0 ? [`${tensors(missing.length)} of the model not in the file:${list(missing)}`] : []),
    ...(unexpected.length > 0 ? [`${tensors(unexpected.length)} of the file not in the model:${list(unexpected)}`] : []),
  ].join('\n');
}
