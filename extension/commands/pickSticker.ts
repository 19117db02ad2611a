import * as vscode from 'vscode';
import type { StickerTile } from '../../engine/service/requests.ts';
import { schemes } from '../contributions.ts';
import { stickerOf, type StickerName } from '../descriptions/descriptionUri.ts';
import type { Services } from '../services.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';

/** What a command is given: a sticker, a dataset, or nothing from the palette. */
export type StickerArgument = StickerName | DatasetArgument;

/** Rows the list shows; more are found by typing. */
const mostRows = 50;
/** Milliseconds without a key before the typed words are looked for. */
const typingPause = 150;

/** The sticker meant: the given one, that of the document or panel in front, else asked for by its words. Undefined where the person backs out. */
export async function pickSticker(services: Services, given: StickerArgument, title: string): Promise<StickerName | undefined> {
  if (typeof given === 'object' && 'id' in given) return given;
  const editing = vscode.window.activeTextEditor?.document.uri;
  if (given === undefined && editing?.scheme === schemes.descriptions) return stickerOf(editing);
  const shown = services.sticker.present();
  if (given === undefined && shown) return shown;
  const dataset = await pickDataset(services, given, `${title}: dataset`);
  return dataset && search(services, dataset.root, title);
}

async function search({ engine, showFailure }: Services, root: string, title: string): Promise<StickerName | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly id?: string }>();
  pick.title = title;
  pick.ignoreFocusOut = true;
  pick.placeholder = 'Words of the sticker: its name, its text, its descriptions';
  let timer: NodeJS.Timeout | undefined;
  const show = async (words: string) => {
    const { total, tiles } = await engine.request('gallery/page', { root, filter: words.trim() === '' ? {} : { search: words }, run: null, offset: 0, limit: mostRows });
    if (pick.value !== words) return;
    pick.items = [...tiles.map(itemOf), ...(total > tiles.length ? [{ label: `$(more) ${(total - tiles.length).toLocaleString('en')} more: type words to find them`, alwaysShow: true }] : [])];
    pick.busy = false;
  };
  const look = (words: string) => {
    pick.busy = true;
    void show(words).catch(showFailure);
  };
  pick.onDidChangeValue((words) => {
    clearTimeout(timer);
    timer = setTimeout(() => look(words), typingPause);
  });
  look('');
  pick.show();
  const id = await new Promise<string | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.id !== undefined) resolve(item.id);
    });
    pick.onDidHide(() => resolve(undefined));
  });
  clearTimeout(timer);
  pick.dispose();
  return id === undefined ? undefined : { root, id };
}

/** The engine has searched: the list must not leave out what matches by a text it does not show. */
const itemOf = ({ id, split }: StickerTile) => ({ label: id, description: split, id, alwaysShow: true });
