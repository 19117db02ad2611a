import os from 'node:os';

/** Whether an address means the machine that the engine runs on. */
export function isThisMachine(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const name = new URL(url).hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '0.0.0.0' || name === '::' || name === os.hostname().toLowerCase() || name.startsWith('127.')) return true;
  return Object.values(os.networkInterfaces()).flatMap((list) => list ?? []).some(({ address }) => address.toLowerCase() === name);
}
