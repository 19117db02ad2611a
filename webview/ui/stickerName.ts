/** The file's own name, which tells stickers of one folder apart, and the folder it lies in. */
export function stickerName(id: string): { readonly name: string; readonly folder: string } {
  const cut = id.lastIndexOf('/');
  return { name: id.slice(cut + 1), folder: id.slice(0, Math.max(0, cut)) };
}
