import { StickerLabError } from '../errors/stickerLabError.ts';

/** Faults of the network and of servers, as what a person can act on. */
export interface HubFailures {
  /** A request that got no answer, or an answer that broke off. */
  network(error: unknown, url: string): StickerLabError;
  status(url: string, status: number, retryAfter: string | null): StickerLabError;
  /** An answer that came but cannot be what was asked for. */
  answer(url: string, what: string): StickerLabError;
}

/** A connection that broke off or went silent: asking again for the rest may do. */
export class BrokenConnection extends StickerLabError {}

const unreachable = 'Check the network, and HTTPS_PROXY and NO_PROXY where it has a proxy.';
const later = 'Try again later; what was fetched is kept.';
const again = 'Try again: what was fetched is kept.';

/** By error code: what the server's name is followed by, and the remedy. */
const meanings: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOTFOUND: ['cannot be found: its name has no address', unreachable],
  EAI_AGAIN: ['cannot be found: no name server answers', unreachable],
  ECONNREFUSED: ['cannot be reached: the connection is refused', unreachable],
  EHOSTUNREACH: ['cannot be reached: there is no way to it', unreachable],
  ENETUNREACH: ['cannot be reached: there is no network', unreachable],
  ETIMEDOUT: ['cannot be reached: it does not answer', unreachable],
  UND_ERR_CONNECT_TIMEOUT: ['cannot be reached: it does not answer', unreachable],
};
const broken: readonly string[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'];
const silent: readonly string[] = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

/** The error and what it was caused by, the outermost first. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [error, ...causes(error.cause), ...inner.flatMap(causes)];
}

const codeOf = (error: Error) => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** `stall`: milliseconds without a byte after which a server counts as silent. `byHand`: how to do without a network, said with every fault. */
export function createHubFailures(stall: number, hasToken: boolean, byHand: string): HubFailures {
  const failure = (url: string, what: string, remedy: string, cause?: unknown) => new StickerLabError(`${new URL(url).host} ${what}.`, url, `${remedy} ${byHand}`, { cause });
  const breakage = (url: string, what: string, cause: unknown) => new BrokenConnection(`${new URL(url).host} ${what}.`, url, `${again} ${byHand}`, { cause });
  const statuses: Readonly<Record<number, readonly [what: string, remedy: string]>> = {
    401: hasToken
      ? ['does not accept the token in HF_TOKEN (401)', 'Set it to a valid access token, or unset it.']
      : ['asks who you are (401)', 'Set HF_TOKEN to an access token; where the files are public, a proxy or mirror asks for a login.'],
    403: ['forbids it (403)', 'A firewall or proxy may be in the way, or the token in HF_TOKEN may not read this repository.'],
    404: ['does not have it (404)', 'Check HF_ENDPOINT where it is set: a mirror may lack this repository.'],
    407: ['cannot be reached: the proxy asks for a login (407)', 'Put name and password into HTTPS_PROXY.'],
    416: ['refuses to send the file from its start (416)', later],
  };
  return {
    network(error, url) {
      const all = causes(error);
      const found = all.find((one) => codeOf(one) in meanings);
      if (found) return failure(url, ...meanings[codeOf(found)], error);
      if (all.some((one) => silent.includes(codeOf(one)))) return breakage(url, `has sent nothing for ${stall / 1000} s`, error);
      const said = all.map(({ message }) => message).join(': ');
      const status = /Proxy response \((\d+)\)/u.exec(said)?.[1];
      if (status) return failure(url, `cannot be reached: the proxy answers ${status}`, status === '407' ? statuses[407][1] : unreachable, error);
      if (all.some((one) => broken.includes(codeOf(one)))) return breakage(url, 'broke off the connection', error);
      if (all.some((one) => /^(ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/u.test(codeOf(one)))) {
        return failure(url, `shows a certificate that is not trusted (${codeOf(all.findLast((one) => codeOf(one) !== '')!)})`, 'Where a proxy replaces certificates, name its own in NODE_EXTRA_CA_CERTS.', error);
      }
      if (/redirect|scheme/u.test(said)) return failure(url, 'sends from one address to the next and never to the file', later, error);
      return failure(url, `cannot be asked: ${said}`, unreachable, error);
    },
    status(url, status, retryAfter) {
      if (status === 429) return failure(url, 'has had too many requests (429)', `Try again ${/^\d+$/u.test(retryAfter ?? '') ? `in ${retryAfter} s` : 'later'}; what was fetched is kept.`);
      if (status >= 500) return failure(url, `is out of order (${status})`, later);
      return failure(url, ...(statuses[status] ?? [`answers ${status}`, later] as const));
    },
    answer: (url, what) => failure(url, what, later),
  };
}
