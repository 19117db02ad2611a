import type { Descriptions } from '../dataset/sticker.ts';
import { createRandom } from '../random/random.ts';
import type { Occasion } from './emotions.ts';
import type { StickerPlan } from './planStickers.ts';

/** What the sender wants, and when: several emotions share each occasion, and no phrase names one. */
const aims: Readonly<Record<Occasion, readonly string[]>> = {
  news: ['react to a gift', 'share big news', 'answer an announcement', 'greet a lucky reveal', 'reply to a party invitation', 'comment on a winning ticket',
    'welcome an unplanned visit', 'respond to a prize', 'cheer at a goal', 'open a parcel in front of everyone'],
  retreat: ['back away from something', 'keep a distance', 'refuse to go near it', 'leave the room at once', 'hide behind the sofa', 'avoid the thing on the floor',
    'stay out of the kitchen', 'turn away from the spider', 'close the door quickly', 'ask to be kept far off'],
  setback: ['complain about a cancelled plan', 'comment on a broken promise', 'tell about a lost match', 'answer a rejection', 'protest after being ignored', 'report a ruined weekend',
    'mention an unfair grade', 'show what a failed exam does', 'grumble about a missed train', 'write about a quarrel'],
  routine: ['confirm the time', 'acknowledge a message', 'give a status update', 'note the schedule', 'answer an ordinary question', 'mark the task as read',
    'pass on an address', 'say the bus is on time', 'take note of the agenda', 'state a fact'],
};

const occasions: Readonly<Record<Occasion, readonly string[]>> = {
  news: ['when a present arrives', 'during a celebration', 'after a sudden reveal', 'as the winner is called', 'when a friend turns up unannounced', 'at a birthday'],
  retreat: ['when something crawls closer', 'while stepping back', 'with the exit in view', 'when nobody dares to touch it', 'before running off', 'to get out of there'],
  setback: ['after a defeat', 'when a plan falls through', 'because the promise was not kept', 'at the end of a bad day', 'after losing again', 'when the request is turned down'],
  routine: ['in a work chat', 'during a normal day', 'between two appointments', 'in a list of messages', 'on the way to the office', 'without further comment'],
};

const openings = [
  'The sender wants to', 'This sticker is used to', 'It serves to', 'People send it to', 'A way to', 'Meant to', 'One would use it to', 'It is there to',
  'The intention is to', 'Somebody sends this to', 'Good for chats in which you', 'It lets you',
];
const styleOpenings = ['Drawn with', 'The style shows', 'It has', 'The picture uses', 'Made with'];
const roleOpenings = ['The main role is', 'It shows', 'The character is', 'We see', 'In the middle is'];
const poses = ['facing the viewer', 'head slightly turned', 'seen from the front', 'close to the viewer', 'only the head is visible', 'filling the frame', 'a little tilted'];
const extras = ['with a light face', 'against a plain background', 'with large features', 'looking straight ahead', 'in a simple composition', 'with nothing around it'];

/** Four views in the manner of an image-reading model. Style, roles and details tell of the drawing; only the intention hints at the occasion. */
export function describeSticker(plan: StickerPlan, seed: number): Required<Descriptions> {
  const random = createRandom(seed, 'words', plan.index);
  const { occasion, character, style, text } = plan;
  const written = text === '' ? '' : ` The word "${text}" is written below.`;
  return {
    intention: `${random.pick(openings)} ${random.pick(aims[occasion])} ${random.pick(occasions[occasion])}.`,
    style: `${random.pick(styleOpenings)} ${random.pick(style.calledBy)}.`,
    roles: `${random.pick(roleOpenings)} ${random.pick(character.calledBy)}.`,
    details: `${capital(random.pick(poses))}, ${random.pick(extras)}.${written}`,
  };
}

const capital = (text: string) => text[0].toUpperCase() + text.slice(1);
