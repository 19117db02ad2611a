import * as vscode from 'vscode';
import type { MessageParticipant, NotificationType } from 'vscode-messenger-common';
import { pictureFile } from '../../engine/dataset/dataset.ts';
import { saveFile } from '../commands/saveFile.ts';
import { writeReport } from '../commands/writeReport.ts';
import { commands } from '../contributions.ts';
import * as actions from '../protocol/actions.ts';
import { selection } from '../protocol/events.ts';
import type { Services } from '../services.ts';

/** Does what webviews ask for. A failure is shown once, as a notification. */
export function registerPanelActions(services: Services): vscode.Disposable {
  const { panels, galleries, descriptions, sticker, maps, runTables, showFailure } = services;
  const on = <P>(type: NotificationType<P>, handler: (params: P, sender: MessageParticipant) => Thenable<unknown>) =>
    panels.messenger.onNotification(type, async (params, sender) => {
      try {
        await handler(params, sender);
      } catch (error) {
        showFailure(error);
      }
    });
  const command = (id: string) => ({ run }: { run: string }) => vscode.commands.executeCommand(id, run);
  return vscode.Disposable.from(
    on(actions.showGallery, ({ root, filter, run }) => galleries.show(root, filter, run)),
    on(actions.showSticker, (params) => sticker.show(params)),
    on(actions.showDescriptions, ({ root, filter }) => descriptions.show(root, filter)),
    on(actions.showAnalysis, ({ run }) => panels.show('analysis', run)),
    on(actions.showMap, ({ run }) => maps.show(run)),
    on(actions.showRuns, ({ root, first, second }) => runTables.show(root, first, second)),
    on(actions.saveFile, (file, sender) => saveFile(panels.rootOf(sender), file)),
    on(actions.exportReport, (report) => writeReport(services, report)),
    on(actions.showRun, ({ run }) => panels.show('run', run)),
    on(actions.stopRun, command(commands.stopTraining)),
    on(actions.resumeRun, command(commands.resumeTraining)),
    on(actions.revealRun, command(commands.revealRun)),
    on(actions.openRunLog, command(commands.openRunLog)),
    on(actions.trainOn, ({ root }) => vscode.commands.executeCommand(commands.train, root)),
    on(actions.openDescriptionsAsText, (params) => vscode.commands.executeCommand(commands.openDescriptionsAsText, params)),
    on(actions.describeStickers, ({ root, filter }) => vscode.commands.executeCommand(commands.describe, root, filter)),
    on(actions.openPicture, ({ root, id }) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(pictureFile({ root }, id)))),
    on(selection, async ({ root, ids }, sender) => {
      await services.selection.select(root, ids, sender);
      if (ids.length === 1) await sticker.follow(root, ids[0]);
    }),
  );
}
