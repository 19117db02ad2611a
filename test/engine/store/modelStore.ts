import { isPersons, type DescriptionState } from '../../../engine/store/descriptionRecord.ts';

/** What a description says at a time. The same object again where an undo brings it back. */
export interface ModelVersion {
  readonly text: string;
  readonly state: DescriptionState;
  readonly who: string;
}

interface ModelChange {
  readonly key: string;
  readonly text: string;
  readonly state: DescriptionState;
  /** The version's id that was seen. */
  readonly basedOn: number;
}

interface ModelAct {
  readonly title: string;
  readonly who: string;
  readonly continues: number | null;
}

interface ModelStep {
  readonly id: number;
  readonly title: string;
  readonly who: string;
  state: 'done' | 'undone' | 'overtaken';
  /** For each description: what was before, and the step's own last word. */
  readonly before: Map<string, ModelVersion>;
  readonly after: Map<string, ModelVersion>;
  /** What was undone, by description: the version taken away, and the step whose undo had written that. */
  undone: Map<string, { readonly from: ModelVersion; readonly under: number | null }>;
}

/** Nothing was ever written; what an undo then writes. */
const nothing: ModelVersion = { text: '', state: 'given', who: '' };

/** The rules of the description store over plain objects: what stands is an object, and undo puts back the object that stood before. */
export class ModelStore {
  readonly proposals = new Map<string, string>();
  private readonly standing = new Map<string, ModelVersion>();
  private readonly ids = new Map<string, number>();
  private readonly written = new Map<string, ModelVersion[]>();
  /** The step whose undo wrote what stands, or would have, had a redo not brought it back. */
  private readonly undoneLast = new Map<string, number | null>();
  private readonly steps: ModelStep[] = [];
  private count = 0;

  get newestStep(): number | null {
    return this.steps.at(-1)?.id ?? null;
  }

  history(key: string): readonly ModelVersion[] {
    return this.written.get(key) ?? [];
  }

  /** `as`: what stands from now on; `who`: by whom, where it is not who wrote it first. */
  private put(key: string, as: ModelVersion, who = as.who, undone: number | null = null): void {
    this.standing.set(key, as);
    this.undoneLast.set(key, undone);
    this.ids.set(key, ++this.count);
    this.written.set(key, [...this.history(key), { ...as, who }]);
  }

  private stepOf({ title, who, continues }: ModelAct): ModelStep {
    const last = this.steps.findLast((step) => step.who === who);
    if (last && last.id === continues && last.state === 'done') return last;
    for (const step of this.steps) if (step.who === who && step.state === 'undone') step.state = 'overtaken';
    const step: ModelStep = { id: this.steps.length + 1, title, who, state: 'done', before: new Map(), after: new Map(), undone: new Map() };
    this.steps.push(step);
    return step;
  }

  change(act: ModelAct, changes: readonly ModelChange[]): { step: number | null; written: string[]; conflicts: string[] } {
    const [written, conflicts]: string[][] = [[], []];
    let step: ModelStep | null = null;
    for (const { key, text, state, basedOn } of changes) {
      const standing = this.standing.get(key) ?? nothing;
      const same = standing.state === state && (state === 'given' || standing.text === text);
      if (same) continue;
      if (this.standing.has(key) && this.ids.get(key) !== basedOn && !['given', 'generated'].includes(standing.state)) {
        conflicts.push(key);
        continue;
      }
      step ??= this.stepOf(act);
      const version = { text: state === 'given' ? '' : text, state, who: act.who };
      if (step.after.get(key) !== standing) step.before.set(key, standing);
      step.after.set(key, version);
      this.put(key, version);
      written.push(key);
    }
    return { step: step?.id ?? null, written, conflicts };
  }

  addGenerated(key: string, text: string, who: string, may: boolean): boolean {
    if (!may || isPersons(this.standing.get(key)?.state ?? 'missing')) return false;
    this.put(key, { text, state: 'generated', who });
    return true;
  }

  /** The step's descriptions, the one written longest ago first. */
  private inOrder = ({ after }: ModelStep) => [...after.keys()].toSorted((a, b) => this.ids.get(a)! - this.ids.get(b)!);

  undo(who: string) {
    const step = this.steps.findLast((one) => one.who === who && one.state === 'done');
    if (!step) return null;
    step.state = 'undone';
    step.undone = new Map();
    for (const key of this.inOrder(step)) {
      const after = step.after.get(key)!;
      if (this.standing.get(key) !== after) continue;
      step.undone.set(key, { from: after, under: this.undoneLast.get(key)! });
      const before = step.before.get(key)!;
      this.put(key, before === nothing ? { ...nothing } : before, who, step.id);
    }
    return { title: step.title, written: step.undone.size, kept: step.after.size - step.undone.size };
  }

  redo(who: string) {
    const step = this.steps.find((one) => one.who === who && one.state === 'undone');
    if (!step) return null;
    step.state = 'done';
    let count = 0;
    for (const key of this.inOrder(step)) {
      if (this.undoneLast.get(key) !== step.id) continue;
      const { from, under } = step.undone.get(key)!;
      this.put(key, from, who, under);
      count += 1;
    }
    return { title: step.title, written: count, kept: step.after.size - count };
  }

  /** Answers the step of the act; null where there is none. */
  resolve(key: string, take: boolean, act: ModelAct): number | null {
    const text = this.proposals.get(key);
    if (text === undefined) return null;
    this.proposals.delete(key);
    return take ? this.change(act, [{ key, text, state: 'accepted', basedOn: this.ids.get(key) ?? 0 }]).step : null;
  }
}
