import type { Verdict, VerdictRecord } from '../store/verdictRecord.ts';

export interface VerdictRequests {
  'verdict/give': { params: { root: string; id: string; verdict: Verdict | null; run: string }; result: null };
  /** The newest of each sticker that has one. */
  'verdict/list': { params: { root: string }; result: VerdictRecord[] };
}

export interface VerdictNotifications {
  'verdict/didChange': { root: string; id: string };
}
