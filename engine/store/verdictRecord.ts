/** What a person found a mistake to come from. */
export const verdicts = ['label', 'text', 'model', 'ambiguous'] as const;
export type Verdict = (typeof verdicts)[number];

/** One line of `verdicts.jsonl` in the dataset's storage folder; the newest of a sticker counts. */
export interface VerdictRecord {
  readonly id: string;
  /** Null takes an earlier one back. */
  readonly verdict: Verdict | null;
  /** Name of the run that was looked at. */
  readonly run: string;
  readonly who: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}
