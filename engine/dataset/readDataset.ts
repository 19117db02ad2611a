import { stat } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { Dataset } from './dataset.ts';
import { isPictureName, listFolder, listFolders, type FolderListing } from './listFolders.ts';
import { isClassFolders, readClassFolders } from './readClassFolders.ts';
import { csvFiles, readCsvDataset } from './readCsvDataset.ts';
import { withDescriptions } from './readDescriptions.ts';
import { jsonlFiles, readJsonlDataset } from './readJsonlDataset.ts';
import { isMetMeme, readMetMeme } from './readMetMeme.ts';
import { readSer30k } from './readSer30k.ts';

const layouts = 'Open a folder with SER30K\'s Images and Annotations, MET-MEME\'s label_E.csv, a .jsonl or .csv file naming the pictures, or one folder of pictures for each class.';

/** MET-MEME's archive unpacks three folders deep; class folders need two. */
const deepest = 4;

/**
 * Reads the dataset in a folder, whatever its layout, without writing anything. Damage that does not stop the reading
 * is in `problems`.
 * @throws StickerLabError where there is no dataset, naming the file and the remedy.
 */
export async function readDataset(root: string, options: { readonly signal?: AbortSignal } = {}): Promise<Dataset> {
  const { signal } = options;
  const folder = path.resolve(root);
  signal?.throwIfAborted();
  const listing = await listRoot(folder);
  const within = await ser30kWithin(folder, listing);
  if (within !== null) return withDescriptions(await readSer30k(folder, within, signal), within);
  const dataset = await readOtherLayouts(folder, listing, signal);
  signal?.throwIfAborted();
  return withDescriptions(dataset, '');
}

async function readOtherLayouts(root: string, listing: FolderListing, signal?: AbortSignal): Promise<Dataset> {
  const listings = await listFolders(root, deepest, signal);
  // Before JSONL and CSV, so that an export written beside the originals does not take their place.
  if (isMetMeme(listings)) return readMetMeme(root, listings, signal);
  const jsonl = jsonlFiles(listing.files);
  if (jsonl.length > 0) return readJsonlDataset(root, jsonl, listing.files, signal);
  const csv = csvFiles(listing.files);
  if (csv.length > 0) return readCsvDataset(root, csv, listing.files, signal);
  if (isClassFolders(listings)) return readClassFolders(root, listings);
  const pictures = [...listings.values()].reduce((sum, { files }) => sum + files.filter(isPictureName).length, 0);
  throw new StickerLabError(
    pictures === 0 ? 'There is no sticker dataset in this folder.' : `There are ${pictures} pictures in this folder, but nothing that says their emotions.`,
    root, layouts);
}

async function listRoot(root: string): Promise<FolderListing> {
  const found = await stat(root).catch(() => null);
  if (!found) throw new StickerLabError('The folder does not exist.', root, 'Check the path.');
  if (!found.isDirectory()) throw new StickerLabError('This is a file, not a folder.', root, 'Open the folder the dataset lies in.');
  const listing = await listFolder(root);
  if (!listing) throw new StickerLabError('The folder cannot be read.', root, 'Ask for the right to read it.');
  if (listing.files.length === 0 && listing.folders.length === 0) throw new StickerLabError('The folder is empty.', root, layouts);
  return listing;
}

/** Where SER30K lies: '' for the folder itself, a subfolder's name where its parent was opened, null for another layout. */
async function ser30kWithin(root: string, listing: FolderListing): Promise<string | null> {
  const annotated = async (folder: string) => {
    const found = await listFolder(path.join(root, folder, 'Annotations'));
    return found !== null && (found.folders.includes('image-level') || found.files.includes('all_annos.json'));
  };
  if (listing.folders.includes('Annotations') && (await annotated(''))) return '';
  if (listing.folders.includes('SER_Dataset') && (await annotated('SER_Dataset'))) return 'SER_Dataset';
  const inside = listing.folders.length === 1 && (await annotated(listing.folders[0])) ? listing.folders[0] : null;
  if (inside === null && listing.folders.includes('Images') && listing.folders.length <= 2 && !listing.files.some((name) => /\.(csv|jsonl)$/i.test(name))) {
    const topics = await listFolder(path.join(root, 'Images'));
    if (topics && topics.folders.length > 0) {
      throw new StickerLabError('The pictures of SER30K are here, but not their annotations.', path.join(root, 'Annotations', 'image-level'),
        'Put train.json, val.json and test.json into Annotations/image-level.');
    }
  }
  return inside;
}
