import { PickleEnd, PickleFault } from './pickleFault.ts';

/** Reads a pickle's bytes in order. */
export interface PickleBytes {
  readonly position: number;
  take(length: number): Uint8Array;
  /** Little-endian, unsigned. */
  unsigned(bytes: 1 | 2 | 4 | 8): number;
  signed(): number;
  double(): number;
  /** Two's complement, little-endian, of any length. */
  long(length: number): number | bigint;
  text(length: number): string;
  /** Up to the next line feed, which is left out. */
  line(): string;
}

/** Of PyTorch's numbers the magic one is the longest: 10 bytes. */
const longestInteger = 64;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new PickleFault('a text in it is not UTF-8', { cause: error });
  }
}

export function createPickleBytes(bytes: Uint8Array, start: number): PickleBytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = start;
  const advance = (length: number) => {
    if (length > bytes.length - position) throw new PickleEnd('its pickle ends too early');
    position += length;
    return position - length;
  };
  const take = (length: number) => {
    const from = advance(length);
    return bytes.subarray(from, from + length);
  };
  return {
    get position() {
      return position;
    },
    take,
    unsigned(length) {
      const from = advance(length);
      if (length === 1) return view.getUint8(from);
      if (length === 2) return view.getUint16(from, true);
      return length === 4 ? view.getUint32(from, true) : Number(view.getBigUint64(from, true));
    },
    signed: () => view.getInt32(advance(4), true),
    double: () => view.getFloat64(advance(8)),
    long(length) {
      if (length > longestInteger) throw new PickleFault(`its pickle holds an integer of ${length} bytes`);
      const value = take(length).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
      const whole = BigInt.asIntN(8 * length, value);
      return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
    },
    text: (length) => decodeText(take(length)),
    line() {
      const end = bytes.indexOf(10, position);
      if (end < 0) throw new PickleEnd('its pickle ends too early');
      const line = decodeText(take(end - position));
      position++;
      return line;
    },
  };
}
