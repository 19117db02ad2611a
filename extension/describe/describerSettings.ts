import { defaultDescriber, type DescriberConfig, type HostConfig } from '../../engine/describe/describerConfig.ts';
import { interpreterModes } from '../../engine/store/descriptionRecord.ts';
import { settingDefaults, type Settings } from '../contributions.ts';

export interface DescriberSettings {
  readonly config: DescriberConfig;
  /** What of the settings cannot be used, in words; the rest is in force. */
  readonly faults: readonly string[];
}

type NumberSetting = { [K in keyof Settings]: K extends `stickerLab.describe.${string}` ? (Settings[K] extends number ? K : never) : never }[keyof Settings];

/** Settings files are edited by hand, so a value may be anything. `read`: a setting's value, undefined for none. */
export function describerSettings(read: (id: keyof Settings) => unknown): DescriberSettings {
  const faults: string[] = [];
  const usual = <K extends keyof Settings>(id: K, wanted: string): Settings[K] => {
    faults.push(`${id} is not ${wanted}, so ${JSON.stringify(settingDefaults[id])} is used.`);
    return settingDefaults[id];
  };
  const number = (id: NumberSetting, least: number): number => {
    const value = read(id) ?? settingDefaults[id];
    return typeof value === 'number' && Number.isFinite(value) && value >= least ? value : usual(id, `a number of at least ${least}`);
  };
  const model = read('stickerLab.describe.model');
  const mode = read('stickerLab.describe.mode') ?? settingDefaults['stickerLab.describe.mode'];
  const config: DescriberConfig = {
    hosts: hostsOf(read('stickerLab.ollama.hosts'), faults),
    model: typeof model === 'string' && model.trim() !== '' ? model.trim() : usual('stickerLab.describe.model', 'the name of a model'),
    mode: interpreterModes.find((each) => each === mode) ?? usual('stickerLab.describe.mode', 'rounds or structured'),
    options: {
      ...defaultDescriber.options,
      temperature: number('stickerLab.describe.temperature', 0),
      num_ctx: number('stickerLab.describe.contextLength', 2048),
      num_predict: number('stickerLab.describe.answerTokens', 16),
    },
    seed: number('stickerLab.describe.seed', 0),
    allowLabel: read('stickerLab.describe.allowLabel') === true,
    answerLimit: number('stickerLab.describe.answerLimit', 1),
    loadLimit: number('stickerLab.describe.loadLimit', 1),
  };
  return { config, faults };
}

function hostsOf(given: unknown, faults: string[]): HostConfig[] {
  const fault = (what: string) => void faults.push(`stickerLab.ollama.hosts: ${what}.`);
  if (!Array.isArray(given)) {
    fault('it has to be a list of hosts such as [{"url": "http://127.0.0.1:11434"}]');
    return [];
  }
  const hosts = new Map<string, HostConfig>();
  given.forEach((entry: unknown, index) => {
    const place = `entry ${index + 1}`;
    const { url, headers = {} } = (entry ?? {}) as { url?: unknown; headers?: unknown };
    const wrong = typeof url === 'string' ? urlFault(url) : 'it has no url';
    if (wrong !== null) return fault(`${place} is left out: ${wrong}`);
    const address = hostAddress(url as string);
    if (!isHeaders(headers)) return fault(`${place} (${address}) is left out: its headers have to be names with texts`);
    if (hosts.has(address)) return fault(`${place} names ${address} a second time`);
    hosts.set(address, { url: address, headers });
  });
  return [...hosts.values()];
}

const isHeaders = (headers: unknown): headers is Readonly<Record<string, string>> =>
  typeof headers === 'object' && headers !== null && !Array.isArray(headers)
  && Object.entries(headers).every(([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/u.test(name) && typeof value === 'string' && !/[\r\n\0]/u.test(value));

/** Why this is no host's address; null where it is one. Names no credentials, as the words are shown and logged. */
export function urlFault(url: string): string | null {
  const example = 'an address is for example http://127.0.0.1:11434';
  if (!URL.canParse(url.trim())) return `its url is not an address; ${example}`;
  const { protocol, username, password, search, hash } = new URL(url.trim());
  if (protocol !== 'http:' && protocol !== 'https:') return `its url does not begin with http:// or https://; ${example}`;
  if (username !== '' || password !== '') return 'its url holds a user name or password; use the header Authorization instead';
  return search !== '' || hash !== '' ? `its url goes on after ? or #; ${example}` : null;
}

/** One spelling of an address: no slash at its end. */
export const hostAddress = (url: string) => new URL(url.trim()).href.replace(/\/+$/u, '');
