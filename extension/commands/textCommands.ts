import * as vscode from 'vscode';
import { views, type View } from '../../engine/dataset/sticker.ts';
import { StickerLabError } from '../../engine/errors/stickerLabError.ts';
import type { DescriptionChange, DescriptionView, UndoReport } from '../../engine/service/descriptionRequests.ts';
import { schemes } from '../contributions.ts';
import { headings, viewAt } from '../descriptions/descriptionText.ts';
import { descriptionUri, openDescriptions, stickerOf, type StickerName } from '../descriptions/descriptionUri.ts';
import type { Services } from '../services.ts';
import { unlinked } from '../unlinked.ts';
import { pickSticker, type StickerArgument } from './pickSticker.ts';

/** A text of a sticker; `belongs`: the view it seems to be about. */
export interface TextArgument extends StickerName {
  readonly view: View;
  readonly belongs?: View;
}

export async function openDescriptionsAsText(services: Services, given: StickerArgument): Promise<void> {
  const sticker = await pickSticker(services, given, 'Open Descriptions as Text');
  if (sticker) await vscode.window.showTextDocument(descriptionUri(sticker));
}

/** The text meant: the given one, else that at the cursor of a sticker's document. */
function textMeant(given: TextArgument | undefined): TextArgument | undefined {
  const editor = vscode.window.activeTextEditor;
  if (given || editor?.document.uri.scheme !== schemes.descriptions) return given;
  return { ...stickerOf(editor.document.uri), view: viewAt(editor.document.getText(), editor.selection.active.line) ?? views[0] };
}

export async function showBoard({ sticker }: Services, given: StickerName | undefined): Promise<void> {
  const meant = typeof given?.id === 'string' ? given : textMeant(undefined);
  if (meant) await sticker.show({ root: meant.root, id: meant.id, filter: {}, run: null });
}

/** Has the model write the text anew; the board shows both, and the old one stands until a person takes the new one. */
export async function regenerateText(services: Services, given: TextArgument | undefined): Promise<void> {
  const meant = textMeant(given);
  if (!meant) return;
  const { root, id, view } = meant;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Asking the model for ${headings[view]} of ${unlinked(id)}`, cancellable: true },
    (_, token) => services.engine.request('descriptions/regenerate', { root, id, view }, token),
  );
  await showBoard(services, meant);
}

export const acceptText = (services: Services, given: TextArgument | undefined) => judge(services, textMeant(given), 'Accept', 'accepted');
export const rejectText = (services: Services, given: TextArgument | undefined) => judge(services, textMeant(given), 'Reject', 'rejected');

async function judge(services: Services, meant: TextArgument | undefined, what: string, state: 'accepted' | 'rejected'): Promise<void> {
  if (!meant) return;
  const { id, view } = meant;
  await act(services, meant, `${what} ${view}`, (texts) => [{ id, view, state, version: texts[view].version }]);
}

/** Puts the two texts into each other's place. */
export async function swapTexts(services: Services, given: TextArgument | undefined): Promise<void> {
  if (!given) return;
  const { id, view, belongs } = given;
  if (belongs === undefined || belongs === view) return;
  const put = (texts: Texts, into: View, from: View): DescriptionChange => ({ id, view: into, text: texts[from].text, version: texts[into].version });
  await act(services, given, `Swap ${view} and ${belongs}`, (texts) => [put(texts, view, belongs), put(texts, belongs, view)]);
}

type Texts = Readonly<Record<View, DescriptionView>>;

/** One act on what the texts are now; says that it was done, with a way back. */
async function act({ engine, showFailure }: Services, { root, id }: TextArgument, title: string, changesOf: (texts: Texts) => DescriptionChange[]): Promise<void> {
  if (!await saved({ root, id })) return;
  const read = await engine.request('descriptions/read', { root, id });
  const { step, conflicts } = await engine.request('descriptions/change', { root, title, continues: null, changes: changesOf(Object.fromEntries(views.map((view, at) => [view, read[at]])) as Texts) });
  if (conflicts.length > 0) throw new StickerLabError(`${conflicts[0].who} changed ${id} at this moment.`, id, 'Look at it, then try again.');
  if (step === null) return;
  const undo = 'Undo';
  void vscode.window.showInformationMessage(`${title}: done for ${unlinked(id)}.`, undo).then(async (choice) => {
    if (choice === undo) await undoChange(engine, root, step).catch(showFailure);
  });
}

/** What is being edited in the sticker's document comes first. False where it could not be saved, which VS Code has then said. */
async function saved(sticker: StickerName): Promise<boolean> {
  const document = openDescriptions().find(({ uri }) => {
    const shown = stickerOf(uri);
    return shown.root === sticker.root && shown.id === sticker.id;
  });
  return !document?.isDirty || document.save();
}

/** Takes back an act on the dataset's descriptions, and says which; without `step` the newest. */
export async function undoChange(engine: Services['engine'], root: string, step?: number): Promise<void> {
  tellTurned(await engine.request('descriptions/undo', { root, ...(step === undefined ? {} : { step }) }), false);
}

/** Does the act that was undone last again, and says which. */
export async function redoChange(engine: Services['engine'], root: string): Promise<void> {
  tellTurned(await engine.request('descriptions/redo', { root }), true);
}

function tellTurned(report: UndoReport | null, again: boolean): void {
  const words = report === null ? `There is nothing to ${again ? 'do again' : 'undo'}.`
    : `${again ? 'Done again' : 'Undone'}: ${report.title}${report.kept > 0 ? `; ${report.kept.toLocaleString('en')} texts that changed since were left` : ''}.`;
  vscode.window.setStatusBarMessage(words, 8000);
}
