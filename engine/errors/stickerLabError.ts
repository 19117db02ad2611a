/** A fault a person can act on: says which file, and what to do. Shown once, where they are looking. */
export class StickerLabError extends Error {
  readonly file: string;
  readonly remedy: string;
  constructor(message: string, file: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StickerLabError';
    this.file = file;
    this.remedy = remedy;
  }
}
