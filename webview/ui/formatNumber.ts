const grouped = new Intl.NumberFormat('en-US');

/** 2100 -> "2,100" */
export const formatCount = (count: number): string => grouped.format(count);

/** 0.9136 -> "91.4 %" */
export const formatPercent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** 3725 -> "1 h 2 min"; under a minute in seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
