import type { EngineNotifications, MapColumns, MapKey, MapView } from '../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { toFailure } from '../ui/failure.ts';

/** Which map, turned onto whose, and whose predictions are compared with. */
export interface WantedMap {
  readonly root: string;
  readonly run: string;
  readonly map: MapKey;
  readonly alignTo: string | null;
  readonly other: string | null;
}

/** A map with what colours it. */
export interface ShownMap {
  readonly view: MapView;
  readonly columns: MapColumns;
  /** Whether the points lie where they will stay. */
  readonly settled: boolean;
}

type Progress = EngineNotifications['map/didProgress'];

export const sameMap = (a: MapKey, b: MapKey): boolean =>
  a.split === b.split && a.sample === b.sample && a.features === b.features && a.method === b.method && a.seed === b.seed;

export const sameWanted = (a: WantedMap, b: WantedMap): boolean => a.root === b.root && a.run === b.run && a.alignTo === b.alignTo && a.other === b.other && sameMap(a.map, b.map);

const sameIds = (a: readonly string[], b: readonly string[]): boolean => a === b || (a.length === b.length && a.every((id, index) => id === b[index]));

/** One map as it is read, computed and moves; `onChange` is called when anything of it is new. */
export class MapReading {
  phase: 'reading' | 'computing' | 'idle' = 'idle';
  shown: ShownMap | null = null;
  progress: Progress | null = null;
  failure: RequestFailure | null = null;
  private wanted: WantedMap | null = null;
  private readonly task = new LatestTask();
  /** Of the columns of a map that moves. */
  private readonly coloring = new LatestTask();
  private readonly host: Pick<Host, 'engine'>;
  private readonly onChange: () => void;

  constructor(host: Pick<Host, 'engine'>, onChange: () => void) {
    this.host = host;
    this.onChange = onChange;
  }

  /** What is shown stays until the answer comes, unless it is another map. Where a t-SNE is not computed yet, the PCA is shown meanwhile. */
  read(wanted: WantedMap): void {
    const isSame = this.wanted?.run === wanted.run && sameMap(this.wanted.map, wanted.map);
    this.wanted = wanted;
    // It goes on, and is turned and coloured as wanted now once it is there.
    if (isSame && this.phase === 'computing') return;
    if (!isSame) this.shown = null;
    this.begin('reading', (signal) => this.present(wanted, signal));
  }

  /** The same once more, where nothing is under way: what stands there, a failure or an offer to compute too, stays until the answer comes. */
  readAgain(wanted: WantedMap): void {
    if (this.task.running) return;
    this.wanted = wanted;
    this.follow((signal) => this.present(wanted, signal));
  }

  /** A t-SNE is preceded by the PCA, which is there at once. */
  compute(wanted: WantedMap): void {
    this.wanted = wanted;
    const { run, map } = wanted;
    this.begin('computing', async (signal) => {
      if (map.method === 'tsne' && !this.shown) {
        const view = await this.host.engine('map/compute', { run, map: { ...map, method: 'pca' } }, signal);
        const columns = await this.columns(wanted, view, signal);
        signal.throwIfAborted();
        this.shown = { view, columns, settled: true };
        this.onChange();
      }
      const computed = await this.host.engine('map/compute', { run, map }, signal);
      const now = this.wanted ?? wanted;
      const view = now.alignTo === null ? computed : await this.stored(now, map, signal) ?? computed;
      return { view, columns: await this.columns(now, view, signal), settled: true };
    });
  }

  /** News of any map: of this one, its points move. One that somebody else computes is read when it is done. */
  progressed(news: Progress): void {
    const { wanted } = this;
    if (!wanted || news.run !== wanted.run) return;
    const isThis = sameMap(news.map, wanted.map);
    const isFirstLook = this.phase === 'computing' && sameMap(news.map, { ...wanted.map, method: 'pca' });
    if (!isThis && !isFirstLook) return;
    const { layout } = news;
    const isDone = news.activity === '' && layout !== null;
    if (isThis && isDone && this.phase === 'idle') {
      this.read(wanted);
      return;
    }
    if (this.phase === 'computing') this.progress = news;
    if (isThis && !isDone && layout && this.phase !== 'reading') this.move(wanted, { ...wanted.map, ...layout, kl: null, seconds: 0, parameters: {} });
    this.onChange();
  }

  cancel(): void {
    this.task.cancel();
    this.coloring.cancel();
    this.phase = 'idle';
    this.progress = null;
  }

  private move(wanted: WantedMap, view: MapView): void {
    if (this.shown && sameIds(this.shown.view.ids, view.ids)) {
      // The ids themselves stay the same, so that what is looked up by them does too.
      this.shown = { ...this.shown, view: { ...view, ids: this.shown.view.ids }, settled: false };
    } else if (!this.coloring.running) {
      this.coloring.start((signal) => this.columns(wanted, wanted.map, signal), (columns) => {
        if (columns.label.length !== view.ids.length) return;
        this.shown = { view, columns, settled: false };
        this.onChange();
      // The request for the map itself says what is wrong.
      }, () => {});
    }
  }

  private async present(wanted: WantedMap, signal: AbortSignal): Promise<ShownMap | null> {
    const view = await this.stored(wanted, wanted.map, signal) ?? (wanted.map.method === 'tsne' ? await this.stored(wanted, { ...wanted.map, method: 'pca' }, signal) : null);
    return view && { view, columns: await this.columns(wanted, view, signal), settled: true };
  }

  private stored({ run, alignTo }: WantedMap, map: MapKey, signal: AbortSignal): Promise<MapView | null> {
    return this.host.engine('map/read', { run, map, alignTo }, signal);
  }

  private columns({ root, run, other }: WantedMap, { split, sample, features, method, seed }: MapKey, signal: AbortSignal): Promise<MapColumns> {
    return this.host.engine('map/columns', { root, run, map: { split, sample, features, method, seed }, other }, signal);
  }

  private begin(phase: 'reading' | 'computing', work: (signal: AbortSignal) => Promise<ShownMap | null>): void {
    this.coloring.cancel();
    this.phase = phase;
    this.failure = null;
    this.progress = null;
    this.follow(work);
    this.onChange();
  }

  private follow(work: (signal: AbortSignal) => Promise<ShownMap | null>): void {
    this.task.start(work, (shown) => { this.end(shown, null); }, (reason) => { this.end(this.shown, toFailure(reason)); });
  }

  private end(shown: ShownMap | null, failure: RequestFailure | null): void {
    this.coloring.cancel();
    this.phase = 'idle';
    this.progress = null;
    this.shown = shown;
    this.failure = failure;
    this.onChange();
  }
}
