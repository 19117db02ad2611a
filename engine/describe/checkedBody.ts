import type { HostFailure } from './hostClient.ts';
import { badBytes, brokenOff, foreignFailure, lineFailure, tooMuch } from './hostFaults.ts';

/** How an answer's body is checked while it is read. */
export interface BodyRules {
  /** Bytes of the whole; null: as many as come, which a download's lines are. */
  readonly most: number | null;
  /** NDJSON: each line is looked at. */
  readonly lines: boolean;
  /** What an error line in it means; an answer's own fault by default. */
  onErrorLine?(said: string): HostFailure;
}

/** Bytes of a single line. */
const longestLine = 8 << 20;

const parsed = (line: string): Record<string, unknown> | null => {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : null;
  } catch {
    return null;
  }
};

/** Hands a body on as it comes, until it ends or breaks a rule: `ollama` itself reads on over bytes and lines that are broken, and writes them to the console. */
export function checkedBody(body: ReadableStream<Uint8Array>, url: string, { most, lines, onErrorLine }: BodyRules, onEnd: () => void): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const fault = lines ? 'request' : 'host';
  let bytes = 0;
  let line = '';
  let whole = 0;

  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw badBytes(url);
    }
  };
  const checkLine = (text: string, isLast: boolean) => {
    if (text.trim() === '') return;
    const value = parsed(text);
    if (!value) throw whole === 0 ? foreignFailure(url, 'answers something else than JSON') : isLast ? brokenOff(url) : lineFailure(url, 'a line that is not JSON');
    if (typeof value.error === 'string') throw onErrorLine ? onErrorLine(value.error) : lineFailure(url, value.error);
    whole += 1;
  };
  const check = (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (most !== null && bytes > most) throw tooMuch(url, most, fault);
    const text = decode(chunk);
    if (!lines) return;
    const parts = text.split('\n');
    const last = parts.pop()!;
    for (const part of parts) {
      checkLine(line + part, false);
      line = '';
    }
    line += last;
    if (line.length > longestLine) throw tooMuch(url, longestLine, fault);
  };

  return new ReadableStream<Uint8Array>({
    async start(controller) {
      for await (const chunk of body) {
        check(chunk);
        controller.enqueue(chunk);
      }
      line += decode();
      if (lines) checkLine(line, true);
      controller.close();
      onEnd();
    },
  });
}
