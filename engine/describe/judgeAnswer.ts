import { cleanAnswer } from './cleanAnswer.ts';
import { refusalIn } from './refusalWording.ts';
import { loopIn } from './repetition.ts';
import { isServerText } from './serverText.ts';

export type AnswerFault = 'empty' | 'refusal' | 'loop' | 'cutOff' | 'garbled';

export interface FaultyAnswer<Fault extends string = AnswerFault> {
  readonly fault: Fault;
  /** For people: a sentence. */
  readonly reason: string;
}

/** What stands in for nothing. */
const nothing = /^[("'[{]*(?:n\/?a|none|null|nil|undefined|unknown|empty|not applicable|no description|无|無|没有)[)"'\]}.!。]*$/iu;
const letter = /[\p{L}\p{N}]/u;
const letters = /[\p{L}\p{N}\p{M}]/gu;
/** An answer without a full stop that stops where no sentence can. */
const dangling = /(?:[,;:([–—-]|[\p{L}\p{N}]\s+(?:and|or|the|an?|of|with|but|because|which|whose|their|its))$/iu;
/** Tokens of a model's own, or bytes it could not put together. */
const leftOver = /<\|[\w ]{2,30}\|>|\[\/?INST\]|<0x[0-9A-F]{2}>|<\/?think>|<unk>/u;
const shown = (text: string) => (text.length <= 80 ? text : `${text.slice(0, 77)}...`);

function isGarbled(text: string): boolean {
  const unreadable = text.split('\uFFFD').length - 1;
  if (unreadable > 3 || unreadable * 50 > text.length || leftOver.test(text)) return true;
  const solid = text.replace(/\s/gu, '').length;
  return solid >= 20 && (text.match(letters)?.length ?? 0) * 2 < solid;
}

function isJson(text: string): boolean {
  if (!/^[{[][\s\S]*[}\]]$/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A model's answer as a description, without what stands around it, or why it is none. `ended`: `length` where a limit cut it off. */
export function judgeAnswer(answer: string, ended: 'stop' | 'length'): { readonly text: string } | FaultyAnswer {
  const text = cleanAnswer(answer);
  if (!letter.test(text) || nothing.test(text)) return { fault: 'empty', reason: 'The answer is empty.' };
  if (isServerText(text)) return { fault: 'garbled', reason: `The answer is a server's message: ${shown(text)}` };
  const refusal = refusalIn(text);
  if (refusal !== null) return { fault: 'refusal', reason: `The model refused, or saw no picture: ${shown(refusal)}` };
  const loop = loopIn(text);
  if (loop !== null) return { fault: 'loop', reason: `The answer repeats itself: ${shown(loop)}` };
  if (ended === 'length') return { fault: 'cutOff', reason: `The answer was cut off at a limit of tokens: ...${text.slice(-60)}` };
  if (dangling.test(text)) return { fault: 'cutOff', reason: `The answer stops within a sentence: ...${text.slice(-60)}` };
  if (isGarbled(text)) return { fault: 'garbled', reason: `The answer is no readable text: ${shown(text)}` };
  if (isJson(text)) return { fault: 'garbled', reason: `The answer is JSON where sentences were asked for: ${shown(text)}` };
  return { text: text.replaceAll('\uFFFD', '') };
}
