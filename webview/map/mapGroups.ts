import type { MapColumns } from '../../extension/protocol/engine.ts';
import type { MapColoring } from '../../extension/protocol/mapChoice.ts';
import { emotionColor } from '../ui/emotionColor.ts';

/** Shapes beside colours, for people who do not tell the colours apart. */
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x', 'star', 'triangle-down'] as const;
export type MapSymbol = (typeof symbols)[number] | 'circle-open';

interface Kind {
  readonly name: string;
  readonly color: string;
  readonly symbol: MapSymbol;
}

/** Points of a map that look the same. */
export interface MapGroup extends Kind {
  /** Indices into the map's columns. */
  readonly points: Int32Array;
  /** From 0 to 1, one a point: they are coloured by it; null where the group has one colour. */
  readonly values: Float32Array | null;
}

/** What the groups of a map are named after. */
export interface MapNames {
  /** The dataset's classes: a class has the same colour in every panel and in both maps. */
  readonly classes: readonly string[];
  readonly run: string;
  readonly other: string;
  /** Whether the map is the other run's: its difference is told from the first run's side all the same. */
  readonly isOther: boolean;
}

interface Coloring {
  readonly kinds: readonly Kind[];
  /** Index into `kinds`; -1 for a point of none. */
  readonly of: (point: number) => number;
  /** The name of those of none. */
  readonly none: string;
  readonly values?: Float32Array;
}

const gone = 'no longer in the dataset';
const greyKind = (name: string): Kind => ({ name, color: '#808080', symbol: 'circle-open' });
const mostTopics = 8;
/** Okabe and Ito's without the grey, which is for what is left over, and a purple. */
const topicColors = [0, 1, 2, 3, 5, 6, 7].map(emotionColor).concat('#aa4499');

/** The points of a map by what colours them; groups without points are left out, and grey ones come last. */
export function mapGroups(columns: MapColumns, coloring: MapColoring, names: MapNames): MapGroup[] {
  const { kinds, of, none, values } = coloringOf(columns, coloring, names);
  const all = [...kinds, greyKind(none), greyKind(gone)];
  const members: number[][] = all.map(() => []);
  for (let point = 0; point < columns.label.length; point++) {
    const kind = columns.split[point] === null ? kinds.length + 1 : of(point);
    members[kind === -1 ? kinds.length : kind].push(point);
  }
  return all.map((kind, index) => ({
    ...kind, points: Int32Array.from(members[index]), values: values && index < kinds.length ? Float32Array.from(members[index], (point) => values[point]) : null,
  })).filter(({ points }) => points.length > 0);
}

function coloringOf(columns: MapColumns, coloring: MapColoring, names: MapNames): Coloring {
  const { label, prediction, confidence, agreement, split, topic, other } = columns;
  switch (coloring) {
    case 'label': return { kinds: classKinds(columns.classes, names.classes), of: (point) => label[point], none: 'no label' };
    case 'prediction': return { kinds: classKinds(columns.classes, names.classes), of: (point) => prediction[point], none: 'no prediction' };
    case 'outcome': return {
      kinds: [{ name: 'right', color: '#0072b2', symbol: 'circle' }, { name: 'wrong', color: '#d55e00', symbol: 'x' }],
      of: (point) => (label[point] < 0 || prediction[point] < 0 ? -1 : Number(label[point] !== prediction[point])), none: 'no label or no prediction',
    };
    case 'confidence': return { ...measured('confidence', confidence), none: 'no prediction' };
    case 'agreement': return { ...measured('votes for the label', agreement), none: 'no votes' };
    case 'split': {
      const kinds = (['train', 'validation', 'test'] as const).map((name, index) => ({ name, color: emotionColor([5, 3, 1][index]), symbol: symbols[index] }));
      return { kinds, of: (point) => kinds.findIndex(({ name }) => name === split[point]), none: 'no split' };
    }
    case 'topic': return topicColoring(topic);
    case 'difference': return {
      kinds: [
        { name: 'both right', color: '#56b4e9', symbol: 'circle' }, { name: `fixed: only ${names.run} right`, color: '#009e73', symbol: 'triangle-up' },
        { name: `broken: only ${names.other} right`, color: '#d55e00', symbol: 'x' }, { name: 'both wrong', color: '#cc79a7', symbol: 'diamond' },
      ],
      of: (point) => {
        const [own, theirs] = [prediction[point], other?.[point] ?? -1];
        return names.isOther ? differenceOf(label[point], theirs, own) : differenceOf(label[point], own, theirs);
      },
      none: 'not predicted by both',
    };
  }
}

/** Beyond eight classes colours and shapes repeat: hovering and the legend name them. */
function classKinds(classes: readonly string[], known: readonly string[]): Kind[] {
  return classes.map((name, place) => {
    const index = known.includes(name) ? known.indexOf(name) : known.length + place;
    return { name, color: emotionColor(index), symbol: symbols[index % symbols.length] };
  });
}

const measured = (name: string, values: Float32Array): Pick<Coloring, 'kinds' | 'of' | 'values'> =>
  ({ kinds: [{ name, color: '#0072b2', symbol: 'circle' }], of: (point) => (Number.isNaN(values[point]) ? -1 : 0), values });

/** 0 both right, 1 fixed, 2 broken, 3 both wrong; of stickers that one of the two has not predicted, or without a label, -1. */
function differenceOf(label: number, own: number, other: number): number {
  if (label < 0 || own < 0 || other < 0) return -1;
  return own === label ? Number(other !== label) : other === label ? 2 : 3;
}

/** The most frequent topics, and the others as one grey group. */
function topicColoring(topics: readonly string[]): Coloring {
  const counts = new Map<string, number>();
  for (const name of topics) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  const frequent = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, mostTopics).map(([name]) => name);
  const places = new Map(frequent.map((name, index) => [name, index]));
  const kinds = [...frequent.map((name, index) => ({ name, color: topicColors[index], symbol: symbols[index] })), ...(counts.size > mostTopics ? [greyKind('other topics')] : [])];
  return { kinds, of: (point) => (topics[point] === '' ? -1 : places.get(topics[point]) ?? mostTopics), none: 'no topic' };
}
