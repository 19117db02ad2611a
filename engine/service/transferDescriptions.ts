import path from 'node:path';
import { readDescriptionsFile } from '../dataset/readDescriptionsFile.ts';
import { writeExport } from '../dataset/writeExport.ts';
import { importTexts } from '../describe/importTexts.ts';
import type { Describer } from './describer.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { RequestHandlers } from './requestHandlers.ts';

/** Brings descriptions in from files, and writes them out. */
export function transferRequests(datasets: OpenDatasets, describer: Describer): Pick<RequestHandlers, 'descriptions/import' | 'descriptions/export'> {
  return {
    async 'descriptions/import'({ root, file, apply, overwrite }, signal) {
      const opened = datasets.get(root);
      const { texts, unknown, broken } = await readDescriptionsFile(file, new Set(opened.positions.keys()));
      signal.throwIfAborted();
      const { changes, ...counts } = importTexts(opened.texts.table, texts, overwrite);
      if (apply && changes.length > 0) {
        const { written, conflicts } = opened.texts.store.change({ title: `Import ${path.basename(file)}`, who: describer.who, continues: null }, changes);
        opened.texts.sync(written);
        // A person may have written one in the meantime.
        return { ...counts, taken: written.length, kept: counts.kept + conflicts.length, unknown, broken };
      }
      return { ...counts, unknown, broken };
    },
    async 'descriptions/export'({ root, format, out }, signal) {
      return writeExport(datasets.get(root).dataset, format, out, signal);
    },
  };
}
