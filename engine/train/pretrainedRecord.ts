/** Which published weights a run uses, so that others can be told from them. */
export interface WeightsRecord {
  readonly file: string;
  /** SHA-256 in hex: of the file, or, for a text encoder, of all that decides its features (weights, sizes, tokenizer). */
  readonly sha256: string;
}

export interface PretrainedRecord {
  readonly vision: WeightsRecord | null;
  readonly text: WeightsRecord | null;
}
