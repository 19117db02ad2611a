import { availableParallelism } from 'node:os';
import type { TrainingConfig } from './runConfig.ts';

/** Threads of the processor for a config: its own number, however many the machine has, else all of the machine's. */
export const threadsOf = ({ threads }: Pick<TrainingConfig, 'threads'>): number => threads || availableParallelism();
