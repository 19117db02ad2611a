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

const none: VerdictTable = { version: '', newest: new Map() };

/** @param told of each sticker whose verdict is another now, and why the file cannot be read: its verdicts are looked for again, the dataset opens without them */
export async function openDatasetVerdicts(folder: string, told: { changed(id: string): void; unreadable(fault: unknown): void }): Promise<DatasetVerdicts> {
  let table = await readVerdicts(folder).catch((error: unknown) => {
    told.unreadable(error);
    return none;
  });
  const read = async () => {
    if (await verdictsVersion(folder) === table.version) return table;
    const before = table;
    table = await readVerdicts(folder);
    const verdictIn = ({ newest }: VerdictTable, id: string) => newest.get(id)?.verdict ?? null;
    for (const id of new Set([...before.newest.keys(), ...table.newest.keys()])) if (verdictIn(before, id) !== verdictIn(table, id)) told.changed(id);
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
