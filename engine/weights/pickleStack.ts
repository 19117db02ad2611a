import type { Pickled } from './pickledValues.ts';
import { PickleFault } from './pickleFault.ts';

/** What a pickle's operations work on: a stack with marks, and a memo. */
export interface PickleStack {
  push(value: Pickled): void;
  pop(): Pickled;
  top(): Pickled;
  mark(): void;
  /** Takes what was pushed since the last mark. */
  popMark(): Pickled[];
  /** Without an index: the next free one. */
  memorize(index?: number): void;
  recall(index: number): void;
}

export function createPickleStack(): PickleStack {
  let values: Pickled[] = [];
  const outer: Pickled[][] = [];
  const memo = new Map<number, Pickled>();
  const top = () => {
    if (values.length === 0) throw new PickleFault('its pickle takes more than it holds');
    return values[values.length - 1];
  };
  return {
    top,
    push: (value) => void values.push(value),
    pop() {
      const value = top();
      values.pop();
      return value;
    },
    mark() {
      outer.push(values);
      values = [];
    },
    popMark() {
      const marked = values;
      const before = outer.pop();
      if (!before) throw new PickleFault('its pickle ends a list that it never began');
      values = before;
      return marked;
    },
    memorize: (index = memo.size) => void memo.set(index, top()),
    recall(index) {
      const value = memo.get(index);
      if (value === undefined) throw new PickleFault(`its pickle recalls entry ${index}, which it never stored`);
      values.push(value);
    },
  };
}
