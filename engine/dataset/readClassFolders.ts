import { splitNamed, type SplitShares } from './assignSplits.ts';
import { collectStickers, type FoundSticker } from './collectStickers.ts';
import type { Dataset, Problem } from './dataset.ts';
import { isPictureName, type FolderListing } from './listFolders.ts';
import { problem, someOf } from './problem.ts';

type Listings = ReadonlyMap<string, FolderListing>;

const shares: SplitShares = [7, 1, 2];

const inSplits = (listings: Listings) => {
  const folders = listings.get('')?.folders ?? [];
  return folders.length > 0 && folders.every((name) => splitNamed(name) !== null);
};

/** The folders that stand for a class: `<class>/` or `{train,val,test}/<class>/`, with pictures in them. */
const classFolders = (listings: Listings) => {
  const depth = inSplits(listings) ? 2 : 1;
  return [...listings].filter(([folder, { files }]) => folder !== '' && folder.split('/').length === depth && files.some(isPictureName)).map(([folder]) => folder);
};

const className = (folder: string) => folder.split('/').at(-1)!;

/** At least two classes: a single folder of pictures is nothing to classify. */
export const isClassFolders = (listings: Listings) => new Set(classFolders(listings).map(className)).size >= 2;

/** `<class>/<file>`, or `{train,val,validation,test}/<class>/<file>`. Classes in alphabetical order. */
export function readClassFolders(root: string, listings: Listings): Dataset {
  const problems: Problem[] = [];
  const notes: string[] = [];
  const folders = classFolders(listings);
  const classes = [...new Set(folders.map(className))].toSorted();
  const splitFolders = inSplits(listings);
  const found: FoundSticker[] = [];
  for (const folder of folders) {
    for (const name of listings.get(folder)!.files.filter(isPictureName)) {
      found.push({
        id: `${folder}/${name}`, split: splitFolders ? splitNamed(folder.split('/')[0]) : null, label: classes.indexOf(className(folder)),
        votes: [], text: '', topic: '', descriptions: {}, attributes: {}, source: { file: folder },
      });
    }
  }
  notes.push(`Classes: the folders' names, in alphabetical order.${splitFolders ? ' Splits: the top folders.' : ''}`);
  const otherFiles = folders.flatMap((folder) => listings.get(folder)!.files.filter((name) => !isPictureName(name)).map((name) => `${folder}/${name}`));
  if (otherFiles.length > 0) {
    problems.push(problem('information', otherFiles[0], `${otherFiles.length} files beside the pictures have no picture's extension: ${someOf(otherFiles)}.`,
      'Give them a picture\'s extension if they are pictures, or leave them: they are not used.'));
  }
  const pictures = new Set([...listings].flatMap(([folder, { files }]) => files.filter(isPictureName).map((name) => (folder === '' ? name : `${folder}/${name}`))));
  return collectStickers({ root, layout: 'class-folders', classes, found, pictures, shares, problems, notes });
}
