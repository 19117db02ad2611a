import type { DescriptionProblem } from '../../engine/describe/descriptionProblem.ts';
import { commands, type CommandId } from '../contributions.ts';
import { headings } from './descriptionText.ts';

export interface ProblemFix {
  readonly title: string;
  readonly command: CommandId;
  /** Offered first. */
  readonly preferred: boolean;
}

type Kind = DescriptionProblem['kind'];

/** A text that was judged wrongly is made a person's word by accepting it. */
const acceptable: ReadonlySet<Kind> = new Set(['refusal', 'unusable', 'misplaced', 'language', 'same']);
const rejectable: ReadonlySet<Kind> = new Set(['refusal', 'unusable', 'language', 'misplaced']);
/** A long text only comes out as long again. */
const worthRegenerating: ReadonlySet<Kind> = new Set(['missing', 'refusal', 'same', 'misplaced', 'language', 'unusable']);

/**
 * What can be done about a problem. Each is one act that a single undo takes back; a regenerated text is a proposal, so none loses anything.
 * None is preferred but the exchange of two texts, whose result can be told beforehand: `Fix all` must not ask a model.
 */
export function fixesOf({ kind, view, belongs }: DescriptionProblem, placeIsEmpty: boolean): ProblemFix[] {
  const fixes: ProblemFix[] = [];
  const add = (title: string, command: CommandId, preferred = false) => void fixes.push({ title, command, preferred });
  if (kind === 'misplaced' && belongs !== undefined && belongs !== view) add(placeIsEmpty ? `Move to ${headings[belongs]}` : `Swap ${headings[view]} and ${headings[belongs]}`, commands.swapTexts, true);
  if (worthRegenerating.has(kind)) add(kind === 'missing' ? `Have the model write ${headings[view]}` : `Regenerate ${headings[view]}`, commands.regenerateText);
  if (acceptable.has(kind)) add(`Accept ${headings[view]} as it is`, commands.acceptText);
  if (rejectable.has(kind)) add(`Reject ${headings[view]}`, commands.rejectText);
  add('Open in the Sticker panel', commands.showBoard);
  return fixes;
}
