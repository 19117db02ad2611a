import type { RequestFailure } from '../../extension/protocol/failure.ts';

/** Whatever a request rejected with, as the three parts that are shown to people. */
export function toFailure(reason: unknown): RequestFailure {
  if (typeof reason !== 'object' || reason === null) return { message: String(reason), data: { file: '', remedy: '' } };
  const { message, data } = reason as { message?: unknown; data?: unknown };
  const parts = (typeof data === 'object' && data !== null ? data : {}) as { file?: unknown; remedy?: unknown };
  return {
    message: typeof message === 'string' && message !== '' ? message : 'The request failed without saying why.',
    data: {
      file: typeof parts.file === 'string' ? parts.file : '',
      remedy: typeof parts.remedy === 'string' ? parts.remedy : '',
    },
  };
}
