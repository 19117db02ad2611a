import type { BatchPlan, BatchView } from '../../engine/service/describeRequests.ts';
import { duration } from './runText.ts';

const number = (count: number) => count.toLocaleString('en');
const counted = (count: number, what: string) => `${number(count)} ${what}${count === 1 ? '' : 's'}`;

/** `2.4 s/sticker`. */
export const paceText = (seconds: number) => `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s/sticker`;

/** The status bar's words on a batch under way. */
export function batchText(batch: Pick<BatchView, 'state' | 'total' | 'done' | 'failed' | 'secondsPerSticker' | 'secondsLeft' | 'trouble'>): string {
  const parts = [`${number(batch.done)} of ${number(batch.total)} described`];
  if (batch.state !== 'running') parts.push(batch.state);
  else if (batch.trouble !== '') parts.push(batch.trouble);
  else {
    if (batch.secondsPerSticker !== null) parts.push(paceText(batch.secondsPerSticker));
    if (batch.secondsLeft !== null) parts.push(`${duration(batch.secondsLeft)} left`);
  }
  if (batch.failed > 0) parts.push(`${number(batch.failed)} failed`);
  return parts.join(' · ');
}

/** What is wrong with the batch or one of its hosts; [] where nothing is. */
export const batchTroubles = ({ trouble, hosts }: Pick<BatchView, 'trouble' | 'hosts'>): string[] =>
  [trouble, ...hosts.map((host) => (host.trouble === '' ? '' : `${host.url}: ${host.trouble}`))].filter((words) => words !== '');

const unfinishedStates: Partial<Record<BatchView['state'], string>> = { paused: 'is paused', stopped: 'was stopped', interrupted: 'was interrupted' };

/** What the newest batch would still do, if it were resumed; null where it has nothing left, or runs. */
export function unfinishedText({ state, total, done, failed, skipped }: Pick<BatchView, 'state' | 'total' | 'done' | 'failed' | 'skipped'>): string | null {
  const [words, left] = [unfinishedStates[state], total - done - failed - skipped];
  if (words === undefined || left <= 0) return null;
  return `The last batch ${words}: ${number(left)} of ${counted(total, 'sticker')} ${left === 1 ? 'is' : 'are'} left. Once another is started, it can no longer be resumed.`;
}

/** A plan in one line, and one for each host. */
export function planText(plan: Omit<BatchPlan, 'batch'>): { readonly whole: string; readonly hosts: readonly { readonly url: string; readonly words: string; readonly usable: boolean }[] } {
  return {
    whole: `${counted(plan.stickers, 'sticker')}, ${counted(plan.texts, 'text')}${plan.secondsPerSticker > 0 ? `, about ${duration(plan.hours * 3600)} (${paceText(plan.secondsPerSticker)})` : ''}`,
    hosts: plan.hosts.map(({ url, concurrency, secondsPerSticker, trouble }) =>
      ({ url, words: trouble === '' ? `${concurrency} at once · ${paceText(secondsPerSticker)}` : trouble, usable: trouble === '' })),
  };
}
