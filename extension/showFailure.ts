import * as vscode from 'vscode';
import { CancelledError, failureOf } from './engine/failureOf.ts';

/** Shows an error once, as a notification with its remedy, and writes it to the log. */
export type ShowFailure = (error: unknown) => void;

const showLog = 'Show Log';

export function createShowFailure(log: vscode.LogOutputChannel): ShowFailure {
  return (error) => {
    const failure = failureOf(error);
    if (failure instanceof CancelledError) return;
    log.error(`${failure.message} [${failure.file}] ${failure.remedy}`);
    void vscode.window.showErrorMessage([failure.message, failure.remedy].filter(Boolean).join(' '), showLog).then((choice) => {
      if (choice === showLog) log.show();
    });
  };
}
