import * as vscode from 'vscode';
import { views, type View } from '../../engine/dataset/sticker.ts';
import type { DescriptionChange } from '../../engine/service/descriptionRequests.ts';
import { schemes } from '../contributions.ts';
import type { DatasetList } from '../datasetList.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import { failureOf } from '../engine/failureOf.ts';
import { changedTexts } from './changedTexts.ts';
import { contentStamp } from './contentStamp.ts';
import { formatTexts } from './descriptionText.ts';
import { openDescriptions, stickerOf } from './descriptionUri.ts';

interface Present {
  readonly versions: Readonly<Record<View, number>>;
  readonly content: string;
}

/**
 * A sticker's four views as a text file that can be edited and saved. VS Code asks `stat` before each save and compares it with what the editor
 * had read: where it is newer, it shows its own question. So a save is based on what the last `stat` told.
 */
export function registerDescriptionFiles(engine: EngineClient, datasets: DatasetList): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const bases = new Map<string, Present>();

  const read = async (uri: vscode.Uri): Promise<Present> => {
    const { root, id } = stickerOf(uri);
    const texts = await failing(async () => {
      await datasets.ensureOpen(root);
      return engine.request('descriptions/read', { root, id });
    });
    const byView = <T>(value: (at: number) => T) => Object.fromEntries(views.map((view, at) => [view, value(at)])) as Record<View, T>;
    return { versions: byView((at) => texts[at].version), content: formatTexts(id, byView((at) => texts[at].text)).toWellFormed() };
  };
  const write = async (uri: vscode.Uri, markdown: string) => {
    const { root, id } = stickerOf(uri);
    const base = bases.get(uri.toString()) ?? await read(uri);
    const texts = await failing(async () => changedTexts(id, base.content, markdown));
    const changes = Object.entries(texts).map(([view, text]): DescriptionChange => ({ id, view: view as View, text, version: base.versions[view as View] }));
    if (changes.length > 0) {
      const { conflicts } = await failing(() => engine.request('descriptions/change', { root, changes, title: 'Edit as text', continues: null }));
      if (conflicts.length > 0) throw unavailable(`${conflicts[0].who} changed ${conflicts.map(({ view }) => view).join(', ')} at this moment. Save again to compare.`);
    }
    // What was written in another order, or with other spaces, is shown as it is kept.
    changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  };
  const tell = (root: string, ids: readonly string[] | null) => {
    const affected = openDescriptions().filter(({ uri }) => {
      const sticker = stickerOf(uri);
      return sticker.root === root && (ids === null || ids.includes(sticker.id));
    });
    if (affected.length > 0) changed.fire(affected.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
  };

  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose: () => {} }),
    async stat(uri) {
      const present = await read(uri);
      bases.set(uri.toString(), present);
      return { type: vscode.FileType.File, ctime: 0, ...contentStamp(Object.values(present.versions), present.content) };
    },
    readFile: async (uri) => Buffer.from((await read(uri)).content),
    writeFile: (uri, content) => write(uri, decoded(content)),
    readDirectory: () => [],
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerFileSystemProvider(schemes.descriptions, provider, { isCaseSensitive: true }),
    engine.onNotification('descriptions/didChange', ({ root, ids }) => tell(root, ids)),
    datasets.onDidOpen(({ root }) => tell(root, null)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void bases.delete(uri.toString())),
  );
}

const unavailable = (message: string) => vscode.FileSystemError.Unavailable(message);

async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failure = failureOf(error);
    throw unavailable([failure.message, 'remedy' in failure ? failure.remedy : ''].filter((words) => words !== '').join(' '));
  }
}

function decoded(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw unavailable('The document is not UTF-8. Choose UTF-8 in the status bar, then save again.');
  }
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions('Descriptions are kept by Sticker Lab: empty a view\'s text instead.');
}
