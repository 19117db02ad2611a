import { end } from './cycleEnd.ts';

export const start = (): unknown => end;
