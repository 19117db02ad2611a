import type { RunView } from '../../engine/service/requests.ts';

const percent = (part: number) => `${(part * 100).toFixed(1)} %`;

/** Seconds for people: `45 s`, `3 min`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What stands beside a run's name in the tree. */
export function runDescription({ state, status, result }: RunView): string {
  if (state === 'training' && status) return `epoch ${status.epoch}/${status.epochs}`;
  if (state === 'done' && result) return `${result.best.split} ${percent(result.best.accuracy)} at epoch ${result.best.epoch}/${result.epochs}`;
  if ((state === 'stopped' || state === 'interrupted') && status) return `${state} at epoch ${status.epoch}/${status.epochs}`;
  return state;
}

/** The status bar's words on the training under way. */
export function progressText({ name, state, status }: RunView): string {
  if (!status || state !== 'training') return `${name}: ${status?.activity || state}`;
  const parts = [`epoch ${status.epoch}/${status.epochs}`];
  if (status.imagesPerSecond !== null) parts.push(`${status.imagesPerSecond.toFixed(status.imagesPerSecond < 10 ? 1 : 0)} images/s`);
  if (status.secondsLeft !== null) parts.push(`${duration(status.secondsLeft)} left`);
  return `${name}: ${parts.join(' · ')}`;
}
