import { HostFailure, type HostClient, type ModelFacts } from './hostClient.ts';
import { Unreachable } from './hostFaults.ts';
import type { HostModelView, HostState, HostView } from './hostView.ts';
import { fullModelName } from './modelReplies.ts';
import { isThisMachine } from './thisMachine.ts';

export interface Inspection {
  readonly signal: AbortSignal;
  /** Whether Ollama is installed on this machine: `findOllama.ts`. */
  readonly installed: boolean;
}

export type InspectedHost = Pick<HostView, 'state' | 'message' | 'remedy' | 'version' | 'models'>;

/** The first version with structured outputs. */
const oldest = [0, 5, 0] as const;

/** Ollama built from its source calls itself 0.0.0. */
function isTooOld(version: string): boolean {
  const numbers = /^v?(\d+)\.(\d+)\.(\d+)/u.exec(version)?.slice(1).map(Number);
  if (!numbers || numbers.every((number) => number === 0)) return false;
  const at = numbers.findIndex((number, index) => number !== oldest[index]);
  return at >= 0 && numbers[at] < oldest[at];
}

const viewOf = ({ name, digest, bytes, parameters, quantization, capabilities, loaded }: ModelFacts): HostModelView =>
  ({ name, digest, bytes, parameters, quantization, vision: capabilities.includes('vision'), loaded });

function unanswered(failure: HostFailure, installed: boolean): readonly [HostState, string, string] {
  const isHere = isThisMachine(failure.file);
  if (!(failure instanceof Unreachable)) return [failure.fault === 'busy' ? 'busy' : 'foreign', failure.message, failure.remedy];
  if (!isHere || !failure.refused) return ['unreachable', failure.message, failure.remedy];
  return installed
    ? ['stopped', 'Ollama is installed on this machine, but does not run.', 'Start it.']
    : ['absent', 'Ollama is not installed on this machine, where Sticker Lab\'s engine runs.', 'Install it from ollama.com/download, or name another machine in stickerLab.ollama.hosts.'];
}

function judge(client: HostClient, models: readonly HostModelView[], wanted: string): readonly [HostState, string, string] {
  const others = models.filter(({ vision }) => vision).map(({ name }) => name);
  const choose = others.length > 0 ? `choose one that is there: ${others.join(', ')}` : 'choose another one';
  const model = models.find(({ name }) => fullModelName(name) === fullModelName(wanted));
  if (!model) return ['noModel', `The model ${wanted} is not there.`, `Download it, or ${choose}.`];
  if (!model.vision) return ['noVision', `The model ${wanted} takes no pictures.`, `${others.length > 0 ? `C${choose.slice(1)}` : 'Choose another one, or download one that does'}.`];
  if (client.occupied === 'loading') return ['loading', `The model ${wanted} is being loaded.`, 'Wait: with a large model that takes minutes.'];
  if (client.occupied === 'busy') return ['busy', 'It has as many requests as it takes.', 'Wait a little, or ask it less at a time.'];
  return ['ready', model.loaded ? 'Ready; the model is loaded.' : 'Ready; the model loads with the first question.', ''];
}

/** What a host is up to, with its words and its remedy. Loads nothing. @throws the signal's reason alone. */
export async function inspectHost(client: HostClient, model: string, { signal, installed }: Inspection): Promise<InspectedHost> {
  let version = '';
  let models: HostModelView[] = [];
  const inspected = ([state, message, remedy]: readonly [HostState, string, string]): InspectedHost => ({ state, message, remedy, version, models });
  try {
    version = await client.version(signal);
    if (isTooOld(version)) return inspected(['tooOld', `Ollama ${version} is too old: answers as JSON came with ${oldest.join('.')}.`, 'Update Ollama on that machine.']);
    models = (await client.models(signal)).map(viewOf);
    return inspected(judge(client, models, model));
  } catch (error) {
    if (!(error instanceof HostFailure)) throw error;
    return inspected(unanswered(error, installed));
  }
}
