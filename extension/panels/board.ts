import { boardCommand, type BoardCommand } from '../protocol/board.ts';
import type { PanelHost } from './panelHost.ts';

/** Has the panel the person is in do what a key or a palette entry says; nothing where that panel shows no descriptions. */
export function sendBoardCommand(panels: Pick<PanelHost, 'tellActive'>, command: BoardCommand): boolean {
  return panels.tellActive(boardCommand, command === 'undo' || command === 'redo' ? ['sticker', 'descriptions'] : ['sticker'], { command });
}
