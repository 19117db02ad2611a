import { loadSharp } from '../images/sharp.ts';
import { runtimeVersion } from '../runtime/session.ts';

/** Put in by the build; absent where the TypeScript is run as it is. */
declare const STICKER_LAB_VERSION: string | undefined;

type Versions = Readonly<Record<string, string>>;

export const programVersion = () => (typeof STICKER_LAB_VERSION === 'undefined' ? 'source' : STICKER_LAB_VERSION);

/** What takes part in a run's numbers, by name. */
export const currentVersions = async (): Promise<Versions> => ({
  'sticker-lab': programVersion(),
  node: process.versions.node,
  'onnxruntime-node': runtimeVersion(),
  sharp: (await loadSharp()).versions.sharp ?? '',
});

/** Notes for people where a run that began with some versions goes on with others. */
export async function explainVersions(begun: Versions, step: number): Promise<string[]> {
  const current = await currentVersions();
  const changed = Object.keys(current).filter((name) => current[name] !== begun[name]);
  if (changed.length === 0) return [];
  const named = (versions: Versions) => changed.map((name) => `${name} ${versions[name] ?? '?'}`).join(', ');
  return [`Begun with ${named(begun)}, it went on from step ${step} with ${named(current)}: its numbers may not be those of a run never stopped.`];
}
