import { views, type View } from '../../engine/dataset/sticker.ts';
import type { CheckedSticker } from '../../engine/describe/checkedSticker.ts';
import { createRandom, type Random } from '../../engine/random/random.ts';

/** Clauses in the manner of an image-reading model, with what all views speak of alike. */
const clauses: Readonly<Record<View, readonly string[]>> = {
  intention: ['a person would send this sticker to', 'the sender wants to say that', 'it is meant as gentle humour', 'in a chat with close friends', 'express gratitude after receiving help', 'react to good news', 'tease somebody about being late',
    'it is used in a playful and ironic way', 'when the conversation becomes awkward', 'show support for a friend who is tired', 'to end an argument with a joke', 'the message is not meant seriously'],
  style: ['the overall style is cartoonish', 'thick black outlines surround flat colours', 'soft pastel tones give it a warm mood', 'the shading is minimal', 'it looks like a digital drawing', 'bright saturated colours', 'rounded shapes in the manner of Japanese kawaii design',
    'the background is plain white', 'with a hand-drawn texture', 'simple lines and large areas of colour', 'the lettering is bold and uneven', 'the contrast is strong'],
  roles: ['the main role is a small brown bear', 'a young girl with long hair and a red bow', 'the character is a white cat with a round face', 'wearing a blue jacket and a scarf', 'an orange fox with a bushy tail', 'there is only one character',
    'beside it stands a tiny yellow chick', 'a man in a suit and a tie', 'it has two short ears', 'the second figure is a grey rabbit', 'its body is chubby', 'a green frog on a leaf'],
  details: ['its arms are raised above the head', 'the eyes are closed in delight', 'the mouth is wide open in a smile', 'the head is tilted to the left', 'it leans forward with both hands on the knees', 'the eyebrows are drawn together', 'one paw waves at the viewer',
    'tears run down the cheeks', 'the posture is relaxed', 'its fingers form a heart', 'the gaze is directed upwards', 'the cheeks are blushing'],
};
const shared = ['the sticker shows a cat', 'which makes the picture cute', 'the words are written below', 'in the middle of the picture', 'as the text "thank you" says', 'and the mood is cheerful', 'with the character facing the viewer'];

/** A text of some 390 characters about one view; a third of its clauses are shared by all. */
export function describedText(view: View, random: Random): string {
  const own = random.shuffle([...clauses[view]]);
  const others = random.shuffle([...shared]);
  const sentences = Array.from({ length: 4 }, () => {
    const parts = Array.from({ length: 3 }, () => (random.integer(3) === 0 ? others.pop() ?? own.pop()! : own.pop()!));
    return `${parts[0][0].toUpperCase()}${parts.join(', ').slice(1)}.`;
  });
  return sentences.join(' ');
}

export function describedStickers(count: number, seed = 'described'): CheckedSticker[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => ({
    id: `Images/pack/${i}.jpg`,
    texts: Object.fromEntries(views.map((view) => [view, { text: describedText(view, random), state: 'generated', generated: true }])) as CheckedSticker['texts'],
  }));
}

/** The sticker with another text in a view. */
export const withText = (sticker: CheckedSticker, view: View, text: string, how: Partial<CheckedSticker['texts'][View]> = {}): CheckedSticker =>
  ({ ...sticker, texts: { ...sticker.texts, [view]: { ...sticker.texts[view], text, ...how } } });
