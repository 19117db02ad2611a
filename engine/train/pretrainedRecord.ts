/** Which published weights a run uses, so that others can be told from them. */
export interface WeightsRecord {
  readonly file: string;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
}

export interface PretrainedRecord {
  readonly vision: WeightsRecord | null;
  readonly text: WeightsRecord | null;
}
