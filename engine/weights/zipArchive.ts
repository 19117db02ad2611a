import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { unusable, type WeightsFile } from './weightsFile.ts';

export interface ZipEntry {
  readonly size: number;
  /** @throws StickerLabError where the content does not match its checksum. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A checkpoint has one entry a storage. */
const mostEntries = 100_000;

/** Lets yauzl read through the file's own checks: asked for an impossible place, Node would throw where nobody catches. */
class CheckedReader extends yauzl.RandomAccessReader {
  readonly source: WeightsFile;
  constructor(source: WeightsFile) {
    super();
    this.source = source;
  }
  override read(buffer: Buffer, offset: number, length: number, position: number, report: (error: Error | null) => void): void {
    const copied = this.source.read(position, length).then((bytes) => buffer.set(bytes, offset));
    void copied.then(() => report(null), report);
  }
}

async function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, source: WeightsFile): Promise<Uint8Array<ArrayBuffer>> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const bytes = await source.read(fileDataStart, entry.uncompressedSize);
  // PyTorch can be told to leave checksums out; they are 0 then.
  if (entry.crc32 !== 0 && crc32(bytes) !== entry.crc32) throw unusable('PyTorch', source.file, `its part ${entry.fileName} does not match its checksum`);
  return bytes;
}

/**
 * The entries of a zip file by name; their content is read when asked for. Entries must be stored as they are, as PyTorch does:
 * so none is larger than the file.
 * @throws StickerLabError
 */
export async function readZipArchive(source: WeightsFile): Promise<ReadonlyMap<string, ZipEntry>> {
  const { file } = source;
  const explain = (error: unknown) => (error instanceof StickerLabError ? error : unusable('PyTorch', file, 'its zip directory is damaged or cut off', error));
  const entries = new Map<string, ZipEntry>();
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new CheckedReader(source), source.size, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (entry.compressionMethod !== 0 || entry.isEncrypted()) throw unusable('PyTorch', file, `its part ${name} is compressed or encrypted, which PyTorch never does`);
      if (entries.has(name)) throw unusable('PyTorch', file, `it holds the part ${name} twice`);
      if (entries.size === mostEntries) throw unusable('PyTorch', file, `it holds more than ${mostEntries} parts`);
      entries.set(name, {
        size: entry.uncompressedSize,
        read: () => readEntry(zip, entry, source).catch((error: unknown) => {
          throw explain(error);
        }),
      });
    }
  } catch (error) {
    throw explain(error);
  }
  return entries;
}
