import { HostFailure, type HostFault } from './hostClient.ts';

/** Nothing answers at the address, or no longer. `refused`: the machine does, but nothing listens there. */
export class Unreachable extends HostFailure {
  readonly refused: boolean;
  constructor(message: string, url: string, remedy: string, refused: boolean, options?: ErrorOptions) {
    super('host', message, url, remedy, options);
    this.name = 'Unreachable';
    this.refused = refused;
  }
}

/** What a server said with an error, `''` where nothing that can be shown. */
export interface Refusal {
  readonly status: number;
  readonly said: string;
  /** As Ollama answers errors, not as a proxy in front of it does. */
  readonly isOllama: boolean;
}

const nameOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url);
const checkAddress = 'Check the address in stickerLab.ollama.hosts, and that Ollama runs there and listens to other machines (OLLAMA_HOST=0.0.0.0).';
const restart = 'Start Ollama again; its log says more.';
const again = 'Try again; if it stays so, start Ollama again.';

/** By error code: what the host's name is followed by. */
const silences: Readonly<Record<string, string>> = {
  ENOTFOUND: 'cannot be found: its name has no address',
  EAI_AGAIN: 'cannot be found: no name server answers',
  EHOSTUNREACH: 'cannot be reached: there is no way to it',
  ENETUNREACH: 'cannot be reached: there is no network',
  ETIMEDOUT: 'cannot be reached: it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'cannot be reached: it does not answer',
};
const broken: readonly string[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_ABORTED', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED'];

/** The error and what it was caused by, the outermost first. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [error, ...causes(error.cause), ...inner.flatMap(causes)];
}
const codeOf = (error: Error) => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** A request that got no answer, or an answer that broke off. */
export function networkFailure(error: unknown, url: string): HostFailure {
  const name = nameOf(url);
  const all = causes(error);
  const codes = all.map(codeOf);
  if (codes.includes('ECONNREFUSED')) return new Unreachable(`Nothing listens at ${name}.`, url, checkAddress, true, { cause: error });
  const silence = codes.find((code) => code in silences);
  if (silence) return new Unreachable(`${name} ${silences[silence]}.`, url, checkAddress, false, { cause: error });
  const certificate = codes.find((code) => /^(ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/u.test(code));
  if (certificate) {
    return new HostFailure('host', `${name} shows a certificate that is not trusted (${certificate}).`, url,
      'Name the certificate that signed it in the environment variable NODE_EXTRA_CA_CERTS and start VS Code again, or use http:// within your own network.', { cause: error });
  }
  if (codes.some((code) => /^(ERR_SSL|EPROTO)/u.test(code))) {
    return new HostFailure('host', `${name} does not speak TLS as https:// needs it.`, url, 'Ollama itself speaks http://: use https:// only for a proxy in front of it.', { cause: error });
  }
  if (codes.some((code) => broken.includes(code))) return new Unreachable(`${name} broke off the connection.`, url, restart, false, { cause: error });
  if (all.some(({ name: kind }) => kind === 'HTTPParserError')) return foreignFailure(url, 'does not speak HTTP', error);
  return new HostFailure('host', `${name} cannot be asked: ${all.map(({ message }) => message).join(': ') || String(error)}.`, url, checkAddress, { cause: error });
}

/** Something answers, but not as Ollama does. */
export const foreignFailure = (url: string, what: string, cause?: unknown) => new HostFailure('host', `${nameOf(url)} ${what}: that is no Ollama.`, url,
  'Check the address in stickerLab.ollama.hosts: another program answers there, or a proxy that asks for a login (its headers can be set there, too).', { cause });

export const redirectFailure = (url: string, location: string | null) => new HostFailure('host', `${nameOf(url)} sends elsewhere, to ${location ?? 'no address'}: pictures are only sent to the hosts you name.`, url,
  location === null ? checkAddress : `If that is your Ollama, put it into stickerLab.ollama.hosts: ${URL.canParse(location, url) ? new URL(location, url).origin : location}.`);

/** Faults of the whole host, whatever it was asked. */
const wholeHost = /memory|cuda|rocm|metal error|out of vram|unable to load|failed to load|error loading|no space left|runner (process )?has (unexpectedly )?(stopped|terminated)/iu;
/** Faults of this one request. */
const thisRequest = /image|picture|format|grammar|input|prompt|token|context/iu;

const ownWords = (url: string, said: string, fault: HostFault) => new HostFailure(fault, `${nameOf(url)} says: ${said}`, url,
  /memory|vram/iu.test(said) ? 'Choose a smaller model or a smaller num_ctx, or close what else uses the memory.' : fault === 'host' ? restart : again);

/** An answer with an error status. */
export function statusFailure(url: string, { status, said, isOllama }: Refusal, model: string): HostFailure {
  const name = nameOf(url);
  const failure = (fault: HostFault, what: string, remedy: string) => new HostFailure(fault, `${name} ${what}.`, url, remedy);
  if (status === 401 || status === 403 || status === 407) return failure('host', `asks who you are (${status})`, 'Give the headers its proxy asks for, for example Authorization, in stickerLab.ollama.hosts.');
  if (status === 503 || status === 429) return failure('busy', `is busy: ${isOllama && said ? said : `it answers ${status}`}`.replace(/\.$/u, ''), 'Wait a little, or ask it less at a time.');
  if (status === 404 && isOllama && /not found/iu.test(said)) return failure('model', `has no model ${model}`, `Download it (ollama pull ${model}), or choose another one.`);
  if (status === 400 && isOllama && /does not support/iu.test(said)) return failure('model', `says: ${said}`, 'Choose a model that describes pictures.');
  if (status === 404 || !isOllama) return foreignFailure(url, `answers ${status}`);
  if (status < 500) return ownWords(url, said || `it answers ${status}`, 'request');
  return ownWords(url, said || `it answers ${status}`, thisRequest.test(said) && !wholeHost.test(said) ? 'request' : 'host');
}

/** An error in the midst of an answer: mostly this answer's own. */
export const lineFailure = (url: string, said: string): HostFailure => ownWords(url, said, wholeHost.test(said) ? 'host' : 'request');

/** An error line of a download. */
export function pullFailure(url: string, said: string, model: string): HostFailure {
  if (/file does not exist|not found/iu.test(said)) return new HostFailure('model', `The Ollama library has no model ${model}.`, url, 'Check its name and tag at ollama.com/library.');
  if (/newer version/iu.test(said)) return new HostFailure('model', `The model ${model} needs a newer Ollama: ${said}`, url, 'Update Ollama on that machine.');
  const remedy = /no space/iu.test(said) ? 'Make room on its disk and try again.' : 'Try again: what is there is kept.';
  return new HostFailure('host', `The download of ${model} on ${nameOf(url)} stopped: ${said}`, url, remedy);
}

export const brokenOff = (url: string) => new HostFailure('host', `${nameOf(url)} ended its answer before it was whole.`, url, restart);
export const badBytes = (url: string) => new HostFailure('request', `${nameOf(url)} sends an answer that is not valid UTF-8.`, url, again);
export const tooMuch = (url: string, most: number, fault: HostFault) => new HostFailure(fault, `${nameOf(url)} sends more than ${most >> 20} MB in one answer.`, url, again);
export const endlessAnswer = (url: string, characters: number) => new HostFailure('request', `${nameOf(url)} does not come to an end: its answer has over ${characters} characters.`, url, 'Set num_predict in stickerLab.describe.options.');
export const slowAnswer = (url: string, seconds: number) => new HostFailure('request', `${nameOf(url)} has not finished its answer after ${seconds} s.`, url, 'Set a smaller num_predict, or a longer stickerLab.describe.answerLimit.');
export const silentAnswer = (url: string, seconds: number) => new HostFailure('host', `${nameOf(url)} has said nothing for ${seconds} s, though the model is loaded.`, url, restart);
export const slowLoad = (url: string, model: string, seconds: number) => new HostFailure('host', `${nameOf(url)} has not loaded ${model} after ${seconds} s.`, url, 'Choose a smaller model, or a longer stickerLab.describe.loadLimit.');
export const silentHost = (url: string, seconds: number) => new Unreachable(`${nameOf(url)} does not answer within ${seconds} s.`, url, checkAddress, false);
export const badAddress = (url: string) => new HostFailure('host', `${url} is no address of a host.`, url, 'An address is http://host:port without name and password; headers for a login are set beside it in stickerLab.ollama.hosts.');
export const noPictures = (url: string, model: string) => new HostFailure('model', `The model ${model} takes no pictures.`, url, 'Choose a model whose capabilities include vision.');
