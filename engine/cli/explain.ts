import path from 'node:path';
import { views, type Descriptions, type View } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { createExplainer } from '../explain/explainer.ts';
import type { ExplanationView } from '../explain/explanation.ts';
import { openRunModel } from '../explain/runModel.ts';
import { serveExplainer } from '../service/serveExplainer.ts';
import { readDatasetOfRun } from '../store/readDatasetOfRun.ts';
import { onePositional, stringOption, UsageError, type Command, type CommandArguments } from './command.ts';

interface ExplainReport extends ExplanationView {
  readonly id: string;
  /** The texts it was explained under. */
  readonly descriptions: Descriptions;
}

function changedViews(given: CommandArguments): Descriptions {
  const blank = (given.values['blank'] ?? []) as readonly string[];
  const strange = blank.find((view) => !views.some((known) => known === view));
  if (strange !== undefined) throw new UsageError(`--blank takes ${views.join(', ')}, not "${strange}"`);
  const changes: Partial<Record<View, string>> = Object.fromEntries(blank.map((view) => [view, '']));
  for (const view of views) {
    const text = stringOption(given, view);
    if (text === undefined) continue;
    if (blank.includes(view)) throw new UsageError(`--${view} and --blank ${view} exclude each other`);
    changes[view] = text;
  }
  return changes;
}

export const explain: Command = {
  name: 'explain',
  summary: 'tells what a run made of one sticker, and would make of it under other descriptions',
  usage: '<run> --sticker ID [--intention T] [--style T] [--roles T] [--details T] [--blank VIEW]...',
  help: [
    '--sticker ID    the picture\'s path within the dataset',
    '--intention T   puts this text in place of the sticker\'s own; so do --style, --roles and --details',
    `--blank VIEW    leaves a description out, as if it were missing: ${views.join(', ')}; may be given several times`,
    '--serve         answers the process that started this one instead; the extension does so',
    'With --json also the heat maps of each stage, as side x side shares.',
  ],
  options: {
    sticker: { type: 'string' }, intention: { type: 'string' }, style: { type: 'string' }, roles: { type: 'string' }, details: { type: 'string' },
    blank: { type: 'string', multiple: true }, serve: { type: 'boolean' },
  },
  async run(given, { signal, activity }): Promise<unknown> {
    const run = path.resolve(onePositional(given, 'run'));
    if (given.values['serve'] === true) {
      if (!process.send) throw new UsageError('--serve answers the process that forked this one, and there is none');
      return serveExplainer(run);
    }
    const id = stringOption(given, 'sticker');
    if (!id) throw new UsageError('--sticker is missing');
    const changes = changedViews(given);
    activity('Loading the model');
    const model = await openRunModel(run);
    const dataset = await readDatasetOfRun(run, model.config.dataset.root, signal);
    const sticker = dataset.stickers.find((one) => one.id === id);
    if (!sticker) throw new StickerLabError(`The dataset has no sticker ${id}`, dataset.root, 'Give the picture\'s path within the dataset, with forward slashes.');
    const descriptions = { ...sticker.descriptions, ...changes };
    const { stages, ...explanation } = await createExplainer(model).explain(dataset, { ...sticker, descriptions }, null, signal);
    const plain = stages.map(({ heat: { attention, importance, decision }, ...stage }) => ({ ...stage, heat: { attention: [...attention], importance: [...importance], decision: [...decision] } }));
    return { id, descriptions, ...explanation, stages: plain };
  },
  print: printExplanation,
};

const percent = (share: number) => `${(100 * share).toFixed(2).padStart(6)} %`;

function printExplanation({ id, classes, probabilities, stages, texts }: ExplainReport): string {
  const width = Math.max(...classes.map((name) => name.length), ...texts.map(({ view }) => view.length));
  const ranked = classes.map((name, index) => ({ name, share: probabilities[index] })).toSorted((a, b) => b.share - a.share);
  return [
    id,
    ...ranked.map(({ name, share }) => `  ${name.padEnd(width)}  ${percent(share)}`),
    'Attention on the picture, by stage (key tokens, CLS token)',
    ...stages.map(({ stage, keyTokens, clsWeight }) => `  ${String(stage).padEnd(width)}  ${percent(keyTokens.reduce((sum, { weight }) => sum + weight, 0))}  ${percent(clsWeight)}`),
    ...(texts.length > 0 ? ['Attention on the texts, by stage'] : []),
    ...texts.map(({ view, stage, share }) => `  ${view.padEnd(width)}  ${percent(share)}  stage ${stage}`),
  ].join('\n');
}
