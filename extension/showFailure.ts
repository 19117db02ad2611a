import * as vscode from 'vscode';
import { commands } from './contributions.ts';
import { CancelledError, failureOf } from './engine/failureOf.ts';
import { unlinked } from './unlinked.ts';

/** Shows an error once, as a notification with its remedy, and writes it to the log. */
export type ShowFailure = (error: unknown, more?: FailureAction) => void;

/** A button beside the failure. */
export interface FailureAction {
  readonly label: string;
  run(): Thenable<unknown>;
}

const showLog = 'Show Log';

/** A remedy that names this command gets a button for it. */
const getWeights: FailureAction = { label: 'Get Pretrained Weights...', run: () => vscode.commands.executeCommand(commands.getWeights) };

export function createShowFailure(log: vscode.LogOutputChannel): ShowFailure {
  return (error, given) => {
    const failure = failureOf(error);
    if (failure instanceof CancelledError) return;
    log.error(`${failure.message} [${failure.file}] ${failure.remedy}`);
    const text = [failure.message, failure.remedy].filter(Boolean).join(' ');
    const more = given ?? (text.includes(getWeights.label) ? getWeights : undefined);
    void vscode.window.showErrorMessage(unlinked(text), ...(more ? [more.label] : []), showLog).then((choice) => {
      if (choice === showLog) log.show();
      else if (more && choice === more.label) void more.run();
    });
  };
}
