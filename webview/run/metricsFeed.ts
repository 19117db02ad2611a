import type { Host } from '../host/host.ts';
import { noMetrics, withEntries, type MetricsSeries } from './metricsSeries.ts';

export interface MetricsFeedConfig {
  readonly host: Pick<Host, 'engine'>;
  readonly run: string;
  readonly onSeries: (series: MetricsSeries) => void;
  readonly onFailure: (reason: unknown) => void;
}

/** Follows a run's metrics file: reads only what was added, one request at a time; of much the service sends a part. */
export class MetricsFeed {
  private readonly config: MetricsFeedConfig;
  private readonly stopped = new AbortController();
  private series = noMetrics;
  private from = 0;
  private reading = false;
  private again = false;

  constructor(config: MetricsFeedConfig) {
    this.config = config;
  }

  /** Reads what was added, to its end. Called while a reading is under way, it makes that one go round once more. */
  pull(): void {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    this.read().catch((reason: unknown) => { if (!this.stopped.signal.aborted) this.config.onFailure(reason); }).finally(() => { this.reading = false; });
  }

  stop(): void {
    this.stopped.abort();
  }

  private async read(): Promise<void> {
    const { host, run } = this.config;
    let isEnd: boolean;
    do {
      this.again = false;
      const { entries, next } = await host.engine('run/metrics', { run, from: this.from }, this.stopped.signal);
      isEnd = next === this.from;
      this.from = next;
      if (entries.length > 0) this.series = withEntries(this.series, entries);
      this.config.onSeries(this.series);
    } while (this.again || !isEnd);
  }
}
