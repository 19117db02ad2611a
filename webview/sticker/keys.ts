/** Whether the key goes into a text or turns a control: it then means nothing to the panel. */
export function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target.role === 'combobox';
}

/** Whether a key with Ctrl, Alt or Cmd is meant, which is VS Code's. AltGr, which some keyboards need for `[`, is none of them. */
export const isChord = (event: KeyboardEvent): boolean => event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph'));

/** Calls `pressed` with every key that is the panel's, until the returned function is called. A key that does something is to be kept from others by `preventDefault`. */
export function listenToKeys(pressed: (event: KeyboardEvent) => void): () => void {
  const heard = (event: KeyboardEvent): void => { if (!event.defaultPrevented && !isChord(event) && !isTyping(event)) pressed(event); };
  document.addEventListener('keydown', heard);
  return () => { document.removeEventListener('keydown', heard); };
}
