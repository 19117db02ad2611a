import { createHash } from 'node:crypto';
import type { Sticker, View } from '../dataset/sticker.ts';
import { views } from '../dataset/sticker.ts';
import type { InterpreterMode } from '../store/descriptionRecord.ts';

/** What a model is asked. Each is a template: `{text}`, `{topic}` and `{label}` are filled in, `{{` and `}}` stand for braces. */
export interface Prompts {
  readonly system: string;
  /** A question a view; asked in this order, each with the answers before it (paper 3.2, figure 3). */
  readonly rounds: Readonly<Record<View, string>>;
  /** All four in one, for the structured mode. */
  readonly structured: string;
}

export const promptVariables = ['text', 'topic', 'label'] as const;
export type PromptVariable = (typeof promptVariables)[number];

/** The paper does not print its prompts; these ask for what its section 3.2 and figure 2 name. */
export const usualPrompts: Prompts = {
  system: 'You look at stickers: small pictures that people send in chats to show how they feel. Answer in plain English sentences, without lists, headings or remarks about yourself. An answer has 30 to 80 words.',
  rounds: {
    intention: 'What does a person who sends this sticker want to say, and in which situation would they send it? Say whether it is meant as humour, irony or sarcasm.\nThe words written in the sticker: "{text}"',
    style: 'What is the overall visual style of the sticker? Speak of how it is made, its colours and lines, and the mood they give.',
    roles: 'Who or what are the main roles in the sticker, and what do they look like?',
    details: 'Look closely at the characters. Describe their posture, gestures and facial expressions.',
  },
  structured: 'Describe this sticker from four views. "intention": what a person who sends it wants to say, in which situation, and whether it is meant as humour, irony or sarcasm. "style": how it is made, its colours and lines, and the mood they give. "roles": who or what the main roles are, and what they look like. "details": the characters\' posture, gestures and facial expressions.\nThe words written in the sticker: "{text}"',
};

const token = /\{\{|\}\}|\{([^{}]*)\}/gu;

/** The names in braces of a template, as written. */
export const variablesIn = (template: string): string[] => [...template.matchAll(token)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** Fills a template in. A line all of whose variables are empty for this sticker is left out. */
export function fillPrompt(template: string, values: Readonly<Record<PromptVariable, string>>): string {
  const valueOf = (name: string) => (Object.hasOwn(values, name) ? values[name as PromptVariable] : '');
  return template.split('\n').flatMap((line) => {
    const names = variablesIn(line);
    if (names.length > 0 && names.every((name) => valueOf(name).trim() === '')) return [];
    return [line.replace(token, (written, name?: string) => (name === undefined ? written[0] : valueOf(name)))];
  }).join('\n').trim();
}

export const variablesOf = (sticker: Sticker, classes: readonly string[]): Record<PromptVariable, string> =>
  ({ text: sticker.text, topic: sticker.topic, label: sticker.label === null ? '' : classes[sticker.label] });

/** What one sticker's model is asked: templates filled in. */
export interface FilledPrompts {
  readonly system: string;
  readonly rounds: Readonly<Record<View, string>>;
  readonly structured: string;
}

export function fillPrompts(prompts: Prompts, sticker: Sticker, classes: readonly string[]): FilledPrompts {
  const values = variablesOf(sticker, classes);
  return {
    system: fillPrompt(prompts.system, values),
    rounds: Object.fromEntries(views.map((view) => [view, fillPrompt(prompts.rounds[view], values)])) as Record<View, string>,
    structured: fillPrompt(prompts.structured, values),
  };
}

/** SHA-256 of everything a view's text depends on beside the picture and the model: in rounds, the questions up to it. */
export function inputOf(filled: FilledPrompts, mode: InterpreterMode, view: View): string {
  const asked = mode === 'structured' ? [filled.structured] : views.slice(0, views.indexOf(view) + 1).map((each) => filled.rounds[each]);
  return createHash('sha256').update(JSON.stringify([mode, filled.system, ...asked])).digest('hex');
}
