import path from 'node:path';
import { readDescriptionsFile } from '../dataset/readDescriptionsFile.ts';
import { views } from '../dataset/sticker.ts';
import { writeExport } from '../dataset/writeExport.ts';
import { isPersons } from '../store/descriptionRecord.ts';
import type { StoredChange } from '../store/descriptionStore.ts';
import type { Describer } from './describer.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import type { RequestHandlers } from './requestHandlers.ts';

/** Brings descriptions in from files, and writes them out. */
export function transferRequests(datasets: OpenDatasets, describer: Describer): Pick<RequestHandlers, 'descriptions/import' | 'descriptions/export'> {
  return {
    async 'descriptions/import'({ root, file, apply, overwrite }) {
      const opened = datasets.get(root);
      const { texts, unknown, broken } = await readDescriptionsFile(file, new Set(opened.positions.keys()));
      const { changes, ...counts } = compare(opened, texts, overwrite);
      if (apply && changes.length > 0) {
        opened.texts.store.change({ title: `Import ${path.basename(file)}`, who: describer.who, continues: null }, changes);
        opened.texts.sync();
      }
      return { ...counts, unknown, broken };
    },
    async 'descriptions/export'({ root, format, out }, signal) {
      return writeExport(datasets.get(root).dataset, format, out, signal);
    },
  };
}

/** What taking these texts in would change. They count as a person's from then on: who wrote them is not known. */
function compare({ texts: { table } }: OpenDataset, given: Awaited<ReturnType<typeof readDescriptionsFile>>['texts'], overwrite: boolean) {
  const changes: StoredChange[] = [];
  const counts = { read: 0, same: 0, kept: 0 };
  for (const [id, descriptions] of given) {
    for (const view of views) {
      const text = descriptions[view];
      if (text === undefined || text === '') continue;
      counts.read++;
      const now = table.read(id, view);
      if (now.text === text) counts.same++;
      else if (isPersons(now.state) && !overwrite) counts.kept++;
      else changes.push({ sticker: id, view, text, state: 'edited', generation: null, basedOn: now.present?.id ?? 0 });
    }
  }
  return { ...counts, taken: changes.length, changes };
}
