import { appendVerdict, readVerdicts, verdictsVersion, type VerdictTable } from '../store/verdicts.ts';
import type { VerdictRecord } from '../store/verdictRecord.ts';

/** The verdicts of an open dataset. Other windows write them too. */
export interface DatasetVerdicts {
  /** As the file has them at this moment. */
  read(): Promise<VerdictTable>;
  give(record: VerdictRecord): Promise<void>;
  close(): void;
}

/** How often other processes' verdicts are looked for, in milliseconds. */
const lookEvery = 1000;

/** @param changed told of each sticker whose verdict is another now */
export async function openDatasetVerdicts(folder: string, changed: (id: string) => void): Promise<DatasetVerdicts> {
  let table = await readVerdicts(folder);
  const read = async () => {
    if (await verdictsVersion(folder) === table.version) return table;
    const before = table;
    table = await readVerdicts(folder);
    for (const [id, { verdict }] of table.newest) if ((before.newest.get(id)?.verdict ?? null) !== verdict) changed(id);
    return table;
  };
  const looking = setInterval(() => void read().catch(() => undefined), lookEvery);
  return {
    read,
    async give(record) {
      await appendVerdict(folder, record);
      await read();
    },
    close: () => clearInterval(looking),
  };
}
