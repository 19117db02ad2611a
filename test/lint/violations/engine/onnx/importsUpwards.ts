import { unused } from '../graph/any.ts';

export const upwards = unused;
