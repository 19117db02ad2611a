/** Runs one task at a time: starting another aborts the one before, whose result then reaches nobody. */
export class LatestTask {
  private controller: AbortController | null = null;

  get running(): boolean {
    return this.controller !== null;
  }

  /** `onDone` or `onFailure` is called, unless the task was cancelled or replaced. */
  start<T>(task: (signal: AbortSignal) => Promise<T>, onDone: (result: T) => void, onFailure: (reason: unknown) => void): void {
    this.cancel();
    const controller = new AbortController();
    this.controller = controller;
    const settle = (report: () => void): void => {
      if (this.controller !== controller) return;
      this.controller = null;
      report();
    };
    task(controller.signal).then(
      (result) => { settle(() => { onDone(result); }); },
      (reason: unknown) => { settle(() => { onFailure(reason); }); },
    );
  }

  cancel(): void {
    const { controller } = this;
    this.controller = null;
    controller?.abort();
  }
}
