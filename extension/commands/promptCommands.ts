import * as vscode from 'vscode';
import { promptUri } from '../describe/promptDocuments.ts';
import type { Services } from '../services.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';
import { pickSticker, type StickerArgument } from './pickSticker.ts';

export async function editPrompts(services: Services, given: DatasetArgument): Promise<void> {
  const dataset = await pickDataset(services, given, 'Edit Prompts');
  if (!dataset) return;
  const { file } = await services.engine.request('prompts/file', { root: dataset.root });
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

/** What the model would be asked about a sticker, beside what is open. */
export async function previewPrompts(services: Services, given: StickerArgument): Promise<void> {
  const sticker = await pickSticker(services, given, 'Preview Prompts: sticker');
  if (!sticker) return;
  await services.datasets.ensureOpen(sticker.root);
  await vscode.window.showTextDocument(promptUri(sticker), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}
