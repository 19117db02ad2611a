import { renameEach, type NameMap } from './nameMap.ts';

/** What hidden states do not need: the pooler, the heads of pre-training, and tables of 0, 1, 2... */
const unused = /^(?:pooler|cls)\.|^embeddings\.(?:position_ids|token_type_ids)$/;

/** BERT as transformers saves it, such as bert-base-uncased; older files call a norm's weight and bias gamma and beta. */
export const bertNames: NameMap = {
  kind: 'BERT',
  sign: /(?:^|\.)embeddings\.word_embeddings\.weight$/,
  rename: (tensors, _, file) => renameEach(tensors, (theirs) => {
    const name = theirs.replace(/^bert\./, '');
    return unused.test(name) ? null : name.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
  }, file),
};
