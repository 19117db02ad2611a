import type { ServerResponse } from 'node:http';

/** Resolves once the bytes are on their way, or the other side is gone. */
export const write = (response: ServerResponse, bytes: Uint8Array | string) => new Promise<void>((resolve) => {
  if (response.destroyed) {
    resolve();
    return;
  }
  response.once('close', resolve);
  response.write(bytes, () => {
    response.off('close', resolve);
    resolve();
  });
});

export const sendJson = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
};
