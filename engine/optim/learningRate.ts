export interface ScheduleConfig {
  readonly peak: number;
  readonly floor: number;
  readonly warmupSteps: number;
  readonly steps: number;
}

/** Linear warm-up from the floor to the peak, then half a cosine back to the floor. `step` counts from 1. */
export function learningRateAt(step: number, { peak, floor, warmupSteps, steps }: ScheduleConfig): number {
  if (step <= warmupSteps) return floor + ((peak - floor) * step) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return floor + ((peak - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
}
