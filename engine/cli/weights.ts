import { setNamed, setNames, type SetName } from '../pretrained/catalog.ts';
import { downloadSet } from '../pretrained/download.ts';
import { checkSet, readSet, type SetView } from '../pretrained/readSet.ts';
import { weightsFolder } from '../pretrained/weightsFolder.ts';
import { stringOption, UsageError, type Command, type CommandArguments, type CommandContext } from './command.ts';

export interface WeightsReport {
  readonly folder: string;
  readonly sets: readonly SetView[];
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function asked({ values, positionals }: CommandArguments): SetName[] {
  if (positionals.length > 0) throw new UsageError(`Say --get ${positionals[0]} to fetch it`);
  return ((values['get'] as readonly string[] | undefined) ?? []).map((text) => {
    const name = setNamed(text);
    if (!name) throw new UsageError(`--get takes ${setNames.join(', ')}, not "${text}"`);
    return name;
  });
}

async function get(name: SetName, folder: string, check: boolean, { signal, activity, progress }: CommandContext): Promise<void> {
  const { files } = await downloadSet(name, {
    folder, check, signal,
    onProgress: (bytes, total) => activity(`${name}: ${megabytes(bytes)} of ${megabytes(total)} MB`),
    onWait: () => progress(`${name}: another process is fetching it; waiting for that.`),
  });
  progress(`${name}: ${megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0))} MB are there.`);
}

export const weights: Command = {
  name: 'weights',
  summary: 'lists pretrained weights, and fetches those asked for',
  usage: '[--get NAME]... [--check] [--folder F]',
  help: [
    `--get NAME   fetches a set where it is not there: ${setNames.join(', ')}; may be repeated. From huggingface.co, or the server`,
    '             that HF_ENDPOINT names, with the access token HF_TOKEN where it is set. What was cut off is gone on with.',
    '--check      reads the files and compares their SHA-256; with --get, what has changed is fetched anew',
    '--folder F   where the weights lie; without it STICKER_LAB_WEIGHTS, else the system\'s cache folder',
  ],
  options: { get: { type: 'string', multiple: true }, check: { type: 'boolean' }, folder: { type: 'string' } },
  async run(given, context): Promise<WeightsReport> {
    const names = asked(given);
    const check = given.values['check'] === true;
    const folder = weightsFolder(stringOption(given, 'folder'));
    for (const name of names) await get(name, folder, check, context);
    const sets: SetView[] = [];
    for (const name of setNames) {
      const view = await readSet(name, folder);
      sets.push(check ? await checkSet(view, folder, context.signal) : view);
    }
    return { folder, sets };
  },
  print: ({ folder, sets }: WeightsReport) => [
    folder,
    ...sets.map(({ name, state, files, source }) => [
      name.padEnd(18), state.padEnd(8), files.map(({ file, bytes }) => `${file} (${megabytes(bytes)} MB)`).join(', '),
      source ? `${source.repo}@${source.commit.slice(0, 8)}` : files.length > 0 ? 'by hand' : '',
    ].join(' ').trimEnd()),
  ].join('\n'),
};
