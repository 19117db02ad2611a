import * as vscode from 'vscode';
import { weightsFolder, weightsVariable } from '../engine/pretrained/weightsFolder.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { viewIds } from './contributions.ts';
import { createDatasetList } from './datasetList.ts';
import { askToResume } from './describe/askToResume.ts';
import { createBatchList } from './describe/batchList.ts';
import { createDescriberConfiguration } from './describe/describerConfiguration.ts';
import { createHostList } from './describe/hostList.ts';
import { followPrompts } from './describe/promptDocuments.ts';
import { followDescriptionChecks } from './descriptions/descriptionChecks.ts';
import { registerDescriptionFiles } from './descriptions/descriptionFiles.ts';
import { followTextSyntax } from './descriptions/textSyntax.ts';
import { createEngineClient } from './engine/engineClient.ts';
import { showingFirstFailure } from './firstFailure.ts';
import { openWorkspaceDatasets } from './openWorkspaceDatasets.ts';
import { registerAnalysisPanels } from './panels/analysisPanels.ts';
import { createDescriptionPanels } from './panels/descriptionPanels.ts';
import { followChanges } from './panels/followChanges.ts';
import { createGalleryPanels } from './panels/galleryPanels.ts';
import { registerPanelActions } from './panels/panelActions.ts';
import { createMapPanels } from './panels/mapPanels.ts';
import { createPanelHost } from './panels/panelHost.ts';
import { relayEngineRequests } from './panels/relayEngineRequests.ts';
import { registerRunPanels } from './panels/runPanels.ts';
import { createRunTablePanels } from './panels/runTablePanels.ts';
import { createSharedSelection } from './panels/sharedSelection.ts';
import { createStickerPanel } from './panels/stickerPanel.ts';
import { createRunList } from './runList.ts';
import type { Services } from './services.ts';
import { setting } from './settings.ts';
import { createShowFailure } from './showFailure.ts';
import { followContextKeys } from './views/contextKeys.ts';
import { createDatasetProblems } from './views/datasetProblems.ts';
import { createDatasetsTree } from './views/datasetsTree.ts';
import { createDescribingStatusBar } from './views/describingStatusBar.ts';
import { createHostsTree } from './views/hostsTree.ts';
import { createRunsTree } from './views/runsTree.ts';
import { createTrainingStatusBar } from './views/trainingStatusBar.ts';

/** Builds the services once and hands them on. */
export function activate(context: vscode.ExtensionContext): void {
  const dist = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const cli = dist('cli.js');
  const log = vscode.window.createOutputChannel('Sticker Lab', { log: true });
  const showFailure = createShowFailure(log);
  const background = () => showingFirstFailure(showFailure, (words) => log.warn(words));
  const usedWeights = () => weightsFolder(setting('stickerLab.weights.folder'));
  const configuration = createDescriberConfiguration(log);
  const described = () => ({ config: configuration.config, who: configuration.who });
  const engine = createEngineClient({
    service: dist('service.js'), cli, environment: () => ({ [weightsVariable]: usedWeights() }), introduce: (request) => request('describer/configure', described()),
    log: (level, message) => log[level](message), gaveUp: showFailure,
  });
  const datasets = createDatasetList(engine, context, showFailure);
  const runs = createRunList(engine, datasets, showFailure);
  const panels = createPanelHost(context.extensionUri, log);
  const selection = createSharedSelection(panels, context.workspaceState);
  const galleries = createGalleryPanels(panels, datasets, runs, selection, context.workspaceState);
  const sticker = createStickerPanel(panels, datasets, galleries, selection, context.workspaceState);
  const descriptions = createDescriptionPanels(panels, datasets, selection, context.workspaceState);
  registerRunPanels(panels, datasets, runs);
  registerAnalysisPanels(panels, datasets, runs, selection, context.workspaceState);
  const maps = createMapPanels(panels, datasets, runs, selection, context.workspaceState);
  const runTables = createRunTablePanels(panels, datasets, runs, selection, context.workspaceState);
  const hosts = createHostList(engine, configuration);
  const batches = createBatchList(engine, datasets, showFailure, background());
  const services: Services = { engine, datasets, runs, panels, galleries, descriptions, sticker, maps, runTables, selection, configuration, hosts, batches, log, showFailure, cli };

  context.subscriptions.push(
    log, runs, batches, hosts, datasets, panels, engine, configuration,
    engine.onNotification('log', ({ level, message }) => log[level](message)),
    relayEngineRequests(panels.messenger, engine, log),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stickerLab.weights.folder')) void engine.request('weights/useFolder', { folder: usedWeights() }).catch(showFailure);
    }),
    configuration.onDidChange(() => void engine.request('describer/configure', described()).catch(showFailure)),
    registerPanelActions(services),
    followChanges(services),
    registerCommands(services),
    vscode.window.registerTreeDataProvider(viewIds.datasets, createDatasetsTree(datasets)),
    vscode.window.createTreeView(viewIds.runs, { treeDataProvider: createRunsTree(datasets, runs), canSelectMany: true }),
    createHostsTree(hosts, configuration, background()),
    registerDescriptionFiles(engine, datasets),
    followTextSyntax(),
    followDescriptionChecks(engine, datasets, batches, background),
    followPrompts(engine, datasets, configuration),
    askToResume(engine, batches),
    createTrainingStatusBar(runs),
    createDescribingStatusBar(batches),
    createDatasetProblems(datasets),
    followContextKeys(datasets, runs, batches, configuration),
  );
  void openWorkspaceDatasets(services).catch(showFailure);
}
