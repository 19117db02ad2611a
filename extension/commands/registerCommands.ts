import * as vscode from 'vscode';
import type { StickerFilter } from '../../engine/service/stickerFilter.ts';
import { commands, type CommandId } from '../contributions.ts';
import type { Services } from '../services.ts';
import { analyzeRun, computeMap, exportReport, inspectMistakes, showMap, showRuns } from './analysisCommands.ts';
import { compareRuns } from './compareRuns.ts';
import { describeHandlers } from './describeHandlers.ts';
import { getWeights } from './getWeights.ts';
import { openDataset } from './openDataset.ts';
import { openSampleDataset } from './openSampleDataset.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';
import type { RunArgument } from './pickRun.ts';
import { exportOnnx, openRunLog, resumeTraining, revealRun, showRun, stopTraining } from './runCommands.ts';
import { trainRun } from './trainRun.ts';

export type Handler = (first?: never, second?: never) => Promise<void>;

/** A total table: a command that is declared but not handled does not compile. */
function handlers(services: Services): Record<CommandId, Handler> {
  const { datasets, galleries, log } = services;
  return {
    [commands.openDataset]: (folder?: string | vscode.Uri) => openDataset(services, folder),
    [commands.openSampleDataset]: (folder?: string | vscode.Uri) => openSampleDataset(services, folder),
    async [commands.reloadDataset](given: DatasetArgument) {
      const view = await pickDataset(services, given, 'Reload Dataset');
      if (view) await datasets.open(view.root);
    },
    async [commands.closeDataset](given: DatasetArgument) {
      const view = await pickDataset(services, given, 'Close Dataset');
      if (view) await datasets.close(view.root);
    },
    async [commands.showGallery](given: DatasetArgument, filter?: StickerFilter) {
      const view = await pickDataset(services, given, 'Show Gallery');
      if (view) await galleries.show(view.root, filter);
    },
    [commands.train]: (given: DatasetArgument) => trainRun(services, given),
    [commands.stopTraining]: (given: RunArgument) => stopTraining(services, given),
    [commands.resumeTraining]: (given: RunArgument) => resumeTraining(services, given),
    [commands.showRun]: (given: RunArgument) => showRun(services, given),
    [commands.analyzeRun]: (given: RunArgument) => analyzeRun(services, given),
    [commands.showMap]: (given: RunArgument) => showMap(services, given),
    [commands.computeMap]: (given: RunArgument) => computeMap(services, given),
    [commands.inspectMistakes]: (given: RunArgument) => inspectMistakes(services, given),
    [commands.compareRuns]: (given: RunArgument, marked?: unknown) => compareRuns(services, given, marked),
    [commands.showRuns]: (given: DatasetArgument) => showRuns(services, given),
    [commands.exportReport]: (given: RunArgument) => exportReport(services, given),
    [commands.exportOnnx]: (given: RunArgument) => exportOnnx(services, given),
    [commands.revealRun]: (given: RunArgument) => revealRun(services, given),
    [commands.openRunLog]: (given: RunArgument) => openRunLog(services, given),
    [commands.getWeights]: () => getWeights(services),
    async [commands.showLog]() {
      log.show();
    },
    ...describeHandlers(services),
  };
}

/** Every command is registered; what fails is shown once, where the person is. */
export function registerCommands(services: Services): vscode.Disposable {
  return vscode.Disposable.from(...Object.entries(handlers(services)).map(([id, handler]) =>
    vscode.commands.registerCommand(id, (first?: never, second?: never) => handler(first, second).catch(services.showFailure)),
  ));
}
