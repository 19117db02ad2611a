/** The file's own name, which tells stickers of one folder apart, and the name of the folder it lies in. */
export function stickerName(id: string): { readonly name: string; readonly folder: string } {
  const [name, folder = ''] = id.split('/').toReversed();
  return { name, folder };
}
