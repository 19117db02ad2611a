import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { write } from './ollamaReply.ts';

/** What a server may do wrong. `at`: the path, `/api/chat` by default; `*` for all. `times`: how often, for ever by default. */
export type Fault = { readonly at?: string; readonly times?: number } & (
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly type?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'html' | 'nonsense' | 'endless' | 'invalidUtf8' | 'silent' | 'noDone' }
  /** One line of so many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** An error line after so many pieces of the answer. */
  | { readonly kind: 'errorLine'; readonly message: string; readonly after: number }
  /** The connection is cut after so many bytes of the answer; before the headers with 0. */
  | { readonly kind: 'drop'; readonly after: number }
);

const page = '<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>';
const line = (content: string) => `${JSON.stringify({ model: 'm', created_at: new Date().toISOString(), message: { role: 'assistant', content }, done: false })}\n`;

/** Misbehaves in place of an answer. False for faults that only spoil one. */
export async function misbehave(fault: Fault, response: ServerResponse): Promise<boolean> {
  const json = { 'content-type': 'application/x-ndjson' };
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, { 'content-type': fault.type ?? 'application/json; charset=utf-8', ...fault.headers }).end(fault.body ?? JSON.stringify({ error: 'something went wrong' }));
      return true;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return true;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return true;
    case 'nonsense':
      response.writeHead(200, json).end('}{ neither JSON\nnor anything else');
      return true;
    case 'silent':
      return true;
    case 'invalidUtf8':
      response.writeHead(200, json).end(Buffer.from(line('A cat with a ') + line('smile \u00e9') + line('.'), 'latin1'));
      return true;
    case 'huge':
      response.writeHead(200, json);
      for (let left = fault.bytes; left > 0 && !response.destroyed; left -= 1 << 20) await write(response, Buffer.alloc(Math.min(left, 1 << 20), 'x'));
      response.end('\n');
      return true;
    case 'endless':
      response.writeHead(200, json);
      while (!response.destroyed) {
        await write(response, line(' and again').repeat(20));
        await turn();
      }
      return true;
    case 'drop':
      if (fault.after > 0) return false;
      response.destroy();
      return true;
    default:
      return false;
  }
}
