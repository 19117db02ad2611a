const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** Milliseconds since 1970 -> "5 Jan 2026, 14:05", in the person's own time zone. */
export const formatTime = (milliseconds: number): string => day.format(milliseconds);
