import { boardCommands } from '../contributions.ts';
import { sendBoardCommand } from '../panels/board.ts';
import type { BoardCommand } from '../protocol/board.ts';
import type { Services } from '../services.ts';
import { pickDataset } from './pickDataset.ts';
import { redoChange, undoChange } from './textCommands.ts';

type BoardCommandId = (typeof boardCommands)[BoardCommand];

/** Passes what the board's keys and palette commands mean to the panel in front. Undo and redo work without one. */
export function boardHandlers(services: Services): Record<BoardCommandId, () => Promise<void>> {
  const handlerOf = (command: BoardCommand) => async () => {
    if (sendBoardCommand(services.panels, command) || (command !== 'undo' && command !== 'redo')) return;
    const dataset = await pickDataset(services, undefined, command === 'undo' ? 'Undo Change of Descriptions' : 'Redo Change of Descriptions');
    if (dataset) await (command === 'redo' ? redoChange : undoChange)(services.engine, dataset.root);
  };
  return Object.fromEntries(Object.entries(boardCommands).map(([command, id]) => [id, handlerOf(command as BoardCommand)])) as Record<BoardCommandId, () => Promise<void>>;
}
