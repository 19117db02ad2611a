import { apportion } from '../dataset/assignSplits.ts';
import { ser30kClasses } from '../dataset/ser30kLabels.ts';
import type { Split } from '../dataset/sticker.ts';
import { splits } from '../dataset/sticker.ts';
import { createRandom, type Random } from '../random/random.ts';
import { emotionPlans, mouthLean, strayOccasion, type Emotion, type Occasion } from './emotions.ts';
import { characters, drawingStyles, type Character, type DrawingStyle } from './appearance.ts';
import { ownTexts } from './ownTexts.ts';

/** Everything about one sticker that is decided before it is drawn. */
export interface StickerPlan {
  readonly index: number;
  readonly topic: string;
  readonly file: string;
  readonly split: Split;
  /** What was drawn. */
  readonly emotion: Emotion;
  /** What the annotation says; differs from `emotion` in the stickers labelled wrong on purpose. */
  readonly label: Emotion;
  readonly votes: readonly Emotion[];
  readonly occasion: Occasion;
  readonly mouth: 0 | 1;
  readonly character: Character;
  readonly style: DrawingStyle;
  readonly hue: number;
  readonly text: string;
  /** Keys the drawing's variation. A near-duplicate has its original's. */
  readonly drawing: number;
  /** The sticker this one nearly repeats. */
  readonly original: StickerPlan | null;
}

/** Stickers a pack; a new pack brings a new character and style. */
const packSize = 42;
const wrongShare = 0.02;
const duplicateShare = 0.02;

/**
 * The plans of `count` stickers, one after the other in constant memory, so that any count works. Emotions and splits
 * (7:1:2 within each emotion) come out exactly; the same seed and count give the same plans.
 */
export function* planStickers(count: number, seed: number): Generator<StickerPlan> {
  const random = createRandom(seed, 'plan', count);
  const emotionsLeft = apportion(count, ser30kClasses.map((name) => emotionPlans[name].share));
  const splitsLeft = splitQuotas(emotionsLeft, count);
  const wrongLeft = Object.fromEntries(splits.map((split, s) => {
    const stickers = splitsLeft.reduce((sum, quotas) => sum + quotas[s], 0);
    return [split, { stickers, wrong: Math.floor(stickers * wrongShare) }];
  })) as Record<Split, { stickers: number; wrong: number }>;
  const latest = new Map<Emotion, StickerPlan>();
  const offset = random.integer(characters.length * drawingStyles.length);
  for (let index = 0; index < count; index++) {
    const e = draw(emotionsLeft, random);
    const emotion = ser30kClasses[e];
    const split = splits[draw(splitsLeft[e], random)];
    const wrong = take(wrongLeft[split], random);
    const label = wrong ? random.pick(ser30kClasses.filter((name) => name !== emotion)) : emotion;
    const pack = Math.floor(index / packSize);
    const repeated = random.uniform() < duplicateShare ? latest.get(emotion) ?? null : null;
    const plan = repeated ? repeat(repeated, random) : fresh(index, pack, emotion, offset, seed, random);
    const sticker: StickerPlan = { ...plan, index, file: `sticker_${index + 1}.jpg`, split, emotion, label, votes: votesFor(emotion, label, random) };
    if (!repeated) latest.set(emotion, sticker);
    yield sticker;
  }
}

type Appearance = Omit<StickerPlan, 'index' | 'file' | 'split' | 'emotion' | 'label' | 'votes'>;

function fresh(index: number, pack: number, emotion: Emotion, offset: number, seed: number, random: Random): Appearance {
  const { mouth, occasion } = emotionPlans[emotion];
  const turn = pack + offset;
  const character = characters[turn % characters.length];
  const style = drawingStyles[(Math.floor(turn / characters.length) + turn) % drawingStyles.length];
  const others = Object.values(emotionPlans).map((plan) => plan.occasion).filter((name) => name !== occasion);
  return {
    topic: `${String(pack + 1).padStart(2, '0')}-${character.name}-${style.name}`,
    character, style, hue: createRandom(seed, 'pack', pack).integer(360),
    occasion: random.uniform() < strayOccasion ? random.pick(others) : occasion,
    mouth: random.uniform() < mouthLean ? mouth : mouth === 0 ? 1 : 0,
    text: random.uniform() < 0.3 ? random.pick(ownTexts) : '',
    drawing: index, original: null,
  };
}

const repeat = (original: StickerPlan, random: Random): Appearance =>
  ({ ...original, text: original.text !== '' && random.uniform() < 0.5 ? '' : original.text, original });

/** Each emotion's stickers over the splits, 7:1:2, and the same over all. */
function splitQuotas(emotions: readonly number[], count: number): number[][] {
  const quotas = emotions.map((total) => apportion(total, [7, 1, 2]));
  const wanted = apportion(count, [7, 1, 2]);
  const sum = (s: number) => quotas.reduce((total, row) => total + row[s], 0);
  for (let from = 0; from < 3; from++) {
    for (let to = 0; to < 3; to++) {
      for (const row of quotas) {
        if (sum(from) > wanted[from] && sum(to) < wanted[to] && row[from] > 0) {
          row[from]--;
          row[to]++;
        }
      }
    }
  }
  return quotas;
}

/** Draws one of the remaining, without putting it back. */
function draw(left: number[], random: Random): number {
  let at = random.integer(left.reduce((a, b) => a + b, 0));
  const index = left.findIndex((n) => (at -= n) < 0);
  left[index]--;
  return index;
}

function take(left: { stickers: number; wrong: number }, random: Random): boolean {
  const wrong = random.integer(left.stickers) < left.wrong;
  left.stickers--;
  if (wrong) left.wrong--;
  return wrong;
}

/** Three votes whose majority is the label; a third of the stickers have a dissenter, a wrong label always has one for the truth. */
function votesFor(emotion: Emotion, label: Emotion, random: Random): Emotion[] {
  const { look, occasion } = emotionPlans[emotion];
  const near = ser30kClasses.filter((name) => name !== label && (emotionPlans[name].look === look || emotionPlans[name].occasion === occasion));
  const dissent = label !== emotion ? emotion : random.uniform() < 0.33 ? random.pick(near.length > 0 ? near : ser30kClasses.filter((name) => name !== label)) : label;
  return random.shuffle([label, label, dissent]);
}
