import { start } from './cycleStart.ts';

export const end = (): unknown => start;
