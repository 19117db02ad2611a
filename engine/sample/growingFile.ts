import { open, rename, rm } from 'node:fs/promises';

/** A text file that grows beside its name and takes it when it is whole. */
export interface GrowingFile {
  add(text: string): Promise<void>;
  finish(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

const bufferLength = 1 << 16;

export async function growFile(file: string): Promise<GrowingFile> {
  const partial = `${file}.partial`;
  const handle = await open(partial, 'w');
  let pending = '';
  const flush = async () => {
    const text = pending;
    pending = '';
    await handle.writeFile(text);
  };
  return {
    async add(text) {
      pending += text;
      if (pending.length >= bufferLength) await flush();
    },
    async finish() {
      await flush();
      await handle.sync();
      await handle.close();
      await rename(partial, file);
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}
