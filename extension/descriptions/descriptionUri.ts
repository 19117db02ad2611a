import * as vscode from 'vscode';
import { schemes } from '../contributions.ts';

export interface StickerName {
  readonly root: string;
  readonly id: string;
}

const ending = '.md';

/** Of the document with a sticker's four views. */
export const descriptionUri = ({ root, id }: StickerName) => vscode.Uri.from({ scheme: schemes.descriptions, path: `/${id}${ending}`, query: root });

/** The sticker that such a document is about. */
export const stickerOf = (uri: vscode.Uri): StickerName => ({ root: uri.query, id: uri.path.slice(1, -ending.length) });

/** The open documents with stickers' views. */
export const openDescriptions = () => vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === schemes.descriptions);
