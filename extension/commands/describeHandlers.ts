import type { StickerFilter } from '../../engine/service/stickerFilter.ts';
import { commands } from '../contributions.ts';
import type { StickerName } from '../descriptions/descriptionUri.ts';
import type { Services } from '../services.ts';
import { pauseDescribing, resumeDescribing, retryFailed, stopDescribing } from './batchCommands.ts';
import { boardHandlers } from './boardCommands.ts';
import { chooseModel } from './chooseModel.ts';
import { describeStickers } from './describeStickers.ts';
import { addHost, openHostSetting, openOllamaPage, pullModel, startOllama, useModel, type HostArgument, type ModelArgument } from './hostCommands.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';
import type { StickerArgument } from './pickSticker.ts';
import { editPrompts, previewPrompts } from './promptCommands.ts';
import { acceptText, openDescriptionsAsText, regenerateText, rejectText, showBoard, swapTexts, type TextArgument } from './textCommands.ts';
import { exportDataset, importDescriptions } from './transferCommands.ts';

/** What the commands on descriptions, prompts and Ollama hosts do. */
export const describeHandlers = (services: Services) => ({
  [commands.describe]: (given: DatasetArgument, filter?: unknown) => describeStickers(services, given, filterOf(filter)),
  [commands.pauseDescribing]: (given: DatasetArgument) => pauseDescribing(services, given),
  [commands.resumeDescribing]: (given: DatasetArgument) => resumeDescribing(services, given),
  [commands.stopDescribing]: (given: DatasetArgument) => stopDescribing(services, given),
  [commands.retryFailed]: (given: DatasetArgument) => retryFailed(services, given),
  async [commands.showDescriptions](given: DatasetArgument, filter?: unknown) {
    const dataset = await pickDataset(services, given, 'Show Descriptions');
    if (dataset) await services.descriptions.show(dataset.root, filterOf(filter));
  },
  [commands.openDescriptionsAsText]: (given: StickerArgument) => openDescriptionsAsText(services, given),
  [commands.importDescriptions]: (given: DatasetArgument) => importDescriptions(services, given),
  [commands.exportDataset]: (given: DatasetArgument) => exportDataset(services, given),
  [commands.regenerateText]: (given: TextArgument | undefined) => regenerateText(services, given),
  [commands.acceptText]: (given: TextArgument | undefined) => acceptText(services, given),
  [commands.rejectText]: (given: TextArgument | undefined) => rejectText(services, given),
  [commands.swapTexts]: (given: TextArgument | undefined) => swapTexts(services, given),
  [commands.showBoard]: (given: StickerName | undefined) => showBoard(services, given),
  [commands.editPrompts]: (given: DatasetArgument) => editPrompts(services, given),
  [commands.previewPrompts]: (given: StickerArgument) => previewPrompts(services, given),
  async [commands.refreshHosts]() {
    await services.hosts.refresh();
  },
  async [commands.checkHost]() {
    await services.hosts.refresh();
  },
  [commands.addHost]: () => addHost(),
  [commands.openHostSetting]: () => openHostSetting(),
  [commands.installOllama]: () => openOllamaPage(),
  [commands.updateOllama]: () => openOllamaPage(),
  [commands.startOllama]: (given: HostArgument) => startOllama(services, given),
  [commands.pullModel]: (given: HostArgument) => pullModel(services, given),
  [commands.chooseModel]: () => chooseModel(services),
  [commands.useModel]: (given: ModelArgument) => (given ? useModel(given.model) : chooseModel(services)),
  ...boardHandlers(services),
});

/** A tree hands its selected nodes on as a second argument. */
const filterOf = (given: unknown): StickerFilter | undefined => (Array.isArray(given) ? undefined : given as StickerFilter | undefined);
