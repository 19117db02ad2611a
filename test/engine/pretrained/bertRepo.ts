import { randomBytes } from 'node:crypto';
import type { HubRepo } from '../../support/hubServer.ts';

export const commit = 'c0ffee'.padEnd(40, '0');

/** A repository laid out as BERT-base's: a large file through the CDN, two small ones without. Its content is noise. */
export const bertRepo = (bytes = 1_500_000): HubRepo => ({
  commit,
  files: { 'README.md': Buffer.from('# BERT'), 'config.json': Buffer.from('{"hidden_size": 768}'), 'model.safetensors': randomBytes(bytes), 'pytorch_model.bin': randomBytes(5000), 'tokenizer.json': Buffer.from('{"model": {}}') },
});
