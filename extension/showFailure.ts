import * as vscode from 'vscode';
import { CancelledError, failureOf } from './engine/failureOf.ts';

/** Shows an error once, as a notification with its remedy, and writes it to the log. */
export type ShowFailure = (error: unknown, more?: FailureAction) => void;

/** A button beside the failure. */
export interface FailureAction {
  readonly label: string;
  run(): Thenable<unknown>;
}

const showLog = 'Show Log';

export function createShowFailure(log: vscode.LogOutputChannel): ShowFailure {
  return (error, more) => {
    const failure = failureOf(error);
    if (failure instanceof CancelledError) return;
    log.error(`${failure.message} [${failure.file}] ${failure.remedy}`);
    void vscode.window.showErrorMessage([failure.message, failure.remedy].filter(Boolean).join(' '), ...(more ? [more.label] : []), showLog).then((choice) => {
      if (choice === showLog) log.show();
      else if (more && choice === more.label) void more.run();
    });
  };
}
