import { renameEach, type NameMap } from './nameMap.ts';

/** PVT's own checkpoints, such as pvt_small.pth: our names are theirs. The classifier of ImageNet's classes is left out. */
export const pvtNames: NameMap = {
  kind: 'PVT',
  sign: /(?:^|\.)patch_embed1\.proj\.weight$/,
  rename: (tensors, _, file) => renameEach(tensors, (name) => (name.startsWith('head.') ? null : name), file),
};
