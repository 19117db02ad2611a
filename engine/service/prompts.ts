import { existsSync } from 'node:fs';
import path from 'node:path';
import { views } from '../dataset/sticker.ts';
import { formatPrompts, promptFileName, promptVersion } from '../describe/promptFile.ts';
import { fillPrompts, usualPrompts } from '../describe/prompts.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import type { Describer } from './describer.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { withSticker } from './withSticker.ts';

export function promptRequests(datasets: OpenDatasets, describer: Describer): Pick<RequestHandlers, 'prompts/preview' | 'prompts/file'> {
  return {
    async 'prompts/file'({ root }) {
      const file = path.join(datasets.get(root).storage.folder, promptFileName);
      if (!existsSync(file)) await writeAtomically(file, formatPrompts(usualPrompts));
      return { file };
    },
    async 'prompts/preview'({ root, id }) {
      const { texts, dataset, positions } = withSticker(datasets, root, id);
      const { config } = describer;
      const prompts = texts.prompts ?? await texts.readPrompts();
      const filled = fillPrompts(prompts, dataset.stickers[positions.get(id)!], dataset.classes);
      const version = promptVersion(prompts);
      const questions = config.mode === 'structured'
        ? [`## All four views, as JSON\n\n${filled.structured}`]
        : views.map((view, round) => `## Round ${round + 1}: ${view}\n\n${round === 0 ? '*(the picture)*\n\n' : ''}${filled.rounds[view]}\n\n*(the answer, which the next round sees)*`);
      const markdown = [
        `# What ${config.model} is asked about ${id}`,
        `Prompts ${version}, ${config.mode === 'structured' ? 'one structured call' : 'a conversation of four rounds'}, options ${JSON.stringify(config.options)}.`,
        ...(filled.system === '' ? [] : [`## System\n\n${filled.system}`]),
        ...questions,
      ].join('\n\n');
      return { markdown: `${markdown}\n`, version };
    },
  };
}
