export type { start } from '../../engine/dataset/cycleStart.ts';
export { end } from '../../engine/dataset/cycleEnd.ts';
