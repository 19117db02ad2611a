import { createHash } from 'node:crypto';

/** What a model is asked: the last message, and every picture of the conversation as it was sent (base64). */
export interface Question {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string; readonly images?: readonly string[] }[];
  readonly pictures: readonly string[];
  readonly text: string;
  readonly format: unknown;
  readonly options: Readonly<Record<string, number>>;
}

/** A scripted answer; undefined leaves it to the usual one. */
export type Answerer = (question: Question) => string | { readonly text: string; readonly ended: 'stop' | 'length' } | undefined;

const characters = ['cat', 'dog', 'frog', 'rabbit', 'bear', 'duck', 'penguin', 'boy', 'girl', 'fox', 'owl', 'panda', 'mouse', 'pig', 'lion', 'robot'];
const colours = ['red', 'blue', 'green', 'yellow', 'pink', 'orange', 'purple', 'brown', 'grey', 'white', 'black', 'golden', 'turquoise', 'beige', 'silver', 'violet'];
const feelings = ['joy', 'anger', 'sadness', 'surprise', 'fear', 'disgust', 'pride', 'love', 'boredom', 'relief', 'hope', 'shame', 'envy', 'calm', 'doubt', 'delight'];
const things = ['a heart', 'a cup of tea', 'a star', 'a phone', 'a flower', 'a balloon', 'a book', 'an umbrella', 'a cake', 'a drum', 'a pillow', 'a hat', 'a lamp', 'a guitar', 'a letter', 'a scarf'];
const parts = ['eyes wide open', 'eyes closed', 'a raised eyebrow', 'a broad smile', 'a small frown', 'puffed cheeks', 'an open mouth', 'a tilted head', 'crossed arms', 'raised hands', 'a clenched fist', 'drooping ears', 'a pointing finger', 'a bent back', 'a lifted foot', 'a waving hand'];

type Kind = 'intention' | 'style' | 'roles' | 'details' | 'any';
const kindOf = (text: string): Kind => {
  if (/intention|want to say|situation/iu.test(text)) return 'intention';
  if (/style/iu.test(text)) return 'style';
  if (/main roles|\broles?\b|who or what/iu.test(text)) return 'roles';
  if (/gesture|posture|facial|details/iu.test(text)) return 'details';
  return 'any';
};

/** Plain English that follows from the picture's bytes and the question alone. */
function describe(picture: string, question: string): string {
  const hash = createHash('sha256').update(picture).update('\0').update(question).digest();
  const pick = (list: readonly string[], at: number) => list[hash[at] % list.length];
  const [who, other] = [pick(characters, 0), pick(characters, 1)];
  const sentences: Record<Kind, string> = {
    intention: `A person who sends this sticker wants to share their ${pick(feelings, 2)} with a friend, perhaps after a long day with ${pick(things, 3)}. It is meant with warm humour and a little ${pick(feelings, 4)}, and it would fit at the end of a chat about the weekend number ${hash.readUInt16BE(5)}.`,
    style: `The sticker is drawn in a simple cartoon style with thick ${pick(colours, 2)} lines on a ${pick(colours, 3)} ground. Soft shades of ${pick(colours, 4)} and flat shapes give it a mood of ${pick(feelings, 5)}, as if it were printed on sheet ${hash.readUInt16BE(6)} of an old album.`,
    roles: `The main role is a ${pick(colours, 2)} ${who} that holds ${pick(things, 3)} close to its body. Beside it stands a small ${other} with ${pick(things, 4)}, which wears a ${pick(colours, 5)} shirt with the number ${hash.readUInt16BE(6)} on it.`,
    details: `The ${who} shows ${pick(parts, 2)} and ${pick(parts, 3)}, while its weight rests on one leg. Its face speaks of ${pick(feelings, 4)}: ${pick(parts, 5)} and a look that goes to the side by ${hash.readUInt16BE(6)} hundredths of a degree.`,
    any: `There is a ${pick(colours, 2)} ${who} with ${pick(things, 3)} and ${pick(parts, 4)}. The scene speaks of ${pick(feelings, 5)}, and a sign in the corner shows the number ${hash.readUInt16BE(6)}.`,
  };
  return sentences[kindOf(question)];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueFor(schema: unknown, name: string, picture: string, question: string): unknown {
  if (!isRecord(schema)) return describe(picture, `${name}\n${question}`);
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (isRecord(schema.properties)) return Object.fromEntries(Object.entries(schema.properties).map(([key, inner]) => [key, valueFor(inner, key, picture, question)]));
  if (schema.type === 'array') return [valueFor(schema.items, name, picture, question)];
  if (schema.type === 'integer' || schema.type === 'number') return createHash('sha256').update(picture + name).digest()[0];
  if (schema.type === 'boolean') return true;
  return describe(picture, name);
}

/** The usual answer: the same for the same picture and question, another one for others; JSON of the schema where one is asked for. */
export function usualAnswer({ pictures, text, format }: Question): string {
  const picture = pictures.join('\0');
  return format === undefined || format === '' ? describe(picture, text) : JSON.stringify(valueFor(isRecord(format) ? format : {}, 'any', picture, text));
}
