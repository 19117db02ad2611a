import type { DatabaseSync } from 'node:sqlite';
import type { View } from '../dataset/sticker.ts';
import { views } from '../dataset/sticker.ts';
import type { Acts } from './acts.ts';
import type { Generation } from './descriptionRecord.ts';
import type { Act, ActResult, DescriptionStore, Proposal } from './descriptionStore.ts';
import { generationColumns, toGeneration } from './generations.ts';
import { inTransaction } from './openDatabase.ts';
import { stickerNumbers, viewNumber, type Versions } from './versions.ts';

type Proposals = Pick<DescriptionStore, 'propose' | 'proposal' | 'proposed' | 'resolveProposal'>;

const where = 'sticker = (SELECT id FROM sticker WHERE name = ?) AND view = ?';

export function proposalsIn(database: DatabaseSync, versions: Versions, acts: Acts, keep: (generation: Generation) => number): Proposals {
  const numberOf = stickerNumbers(database);
  const put = database.prepare('INSERT INTO proposal (sticker, view, text, generation) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, generation = excluded.generation');
  const find = database.prepare(
    `SELECT p.text, p.generation, ${generationColumns} FROM proposal AS p JOIN generation AS g ON g.id = p.generation JOIN setup AS u ON u.id = g.setup WHERE ${where}`,
  );
  const all = database.prepare('SELECT s.name, p.view FROM proposal AS p JOIN sticker AS s ON s.id = p.sticker');
  const drop = database.prepare(`DELETE FROM proposal WHERE ${where}`);

  const resolve = (sticker: string, view: View, take: boolean, act: Act): ActResult | null => {
    const row = find.get(sticker, viewNumber(view));
    if (!row) return null;
    drop.run(sticker, viewNumber(view));
    if (!take) return { step: null, written: [], conflicts: [] };
    const basedOn = versions.find(sticker, view)?.id ?? 0;
    return acts.changeWithin(act, [{ sticker, view, text: row['text'] as string, state: 'accepted', generation: row['generation'] as number, basedOn }]);
  };

  return {
    propose({ sticker, view, text, generation }: Proposal) {
      inTransaction(database, () => put.run(numberOf(sticker), viewNumber(view), text, keep(generation)));
    },
    proposal(sticker, view) {
      const row = find.get(sticker, viewNumber(view));
      return row ? { sticker, view, text: row['text'] as string, generation: toGeneration(row) } : null;
    },
    proposed: () => all.all().map((row) => ({ sticker: row['name'] as string, view: views[row['view'] as number] })),
    resolveProposal: (sticker, view, take, act) => inTransaction(database, () => resolve(sticker, view, take, act)),
  };
}
