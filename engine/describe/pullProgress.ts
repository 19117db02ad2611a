import type { PullProgress } from './hostClient.ts';

/** Sums a download's layers, which Ollama reports one by one: what is complete never grows less. */
export function sumLayers(): (line: { readonly status: string; readonly digest?: string | undefined; readonly total?: number | undefined; readonly completed?: number | undefined }) => PullProgress {
  const layers = new Map<string, { total: number; completed: number }>();
  return ({ status, digest, total = 0, completed = 0 }) => {
    if (digest !== undefined) {
      const known = layers.get(digest) ?? { total: 0, completed: 0 };
      layers.set(digest, { total: Math.max(known.total, total), completed: Math.max(known.completed, completed) });
    }
    const all = [...layers.values()];
    return { status, completed: all.reduce((sum, layer) => sum + layer.completed, 0), total: all.reduce((sum, layer) => sum + layer.total, 0) };
  };
}
