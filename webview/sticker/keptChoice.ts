import { pageStorage } from '../host/pageStorage.ts';

const prefix = 'stickerLab.sticker.';

/** What a person chose to see, kept by the browser: a panel opened again looks as it was left. `isChoice` tells whether what was kept can still be chosen. */
export function keptChoice<T>(name: string, isChoice: (value: unknown) => value is T): T | null {
  try {
    const kept: unknown = JSON.parse(pageStorage()?.getItem(prefix + name) ?? 'null');
    return isChoice(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function keepChoice(name: string, value: unknown): void {
  try {
    pageStorage()?.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // The browser's quota is used up: the panel then opens as it did the first time.
  }
}
