import { defaultModel } from '../engine/describe/describerConfig.ts';
import type { InterpreterMode } from '../engine/store/descriptionRecord.ts';
import type { BoardCommand } from './protocol/board.ts';

/*
 * Every id the package.json contributes, once. A test compares the two both ways.
 */

export const category = 'Sticker Lab';

/** What the keys of the Sticker and Descriptions panels do. */
export const boardCommands = {
  nextCard: 'stickerLab.board.nextCard',
  previousCard: 'stickerLab.board.previousCard',
  edit: 'stickerLab.board.edit',
  accept: 'stickerLab.board.accept',
  acceptAndNext: 'stickerLab.board.acceptAndNext',
  reject: 'stickerLab.board.reject',
  regenerate: 'stickerLab.board.regenerate',
  takeProposal: 'stickerLab.board.takeProposal',
  dropProposal: 'stickerLab.board.dropProposal',
  showDifference: 'stickerLab.board.showDifference',
  showHistory: 'stickerLab.board.showHistory',
  nextToReview: 'stickerLab.board.nextToReview',
  undo: 'stickerLab.board.undo',
  redo: 'stickerLab.board.redo',
} as const satisfies Record<BoardCommand, string>;

export const commands = {
  openDataset: 'stickerLab.dataset.open',
  openSampleDataset: 'stickerLab.dataset.openSample',
  reloadDataset: 'stickerLab.dataset.reload',
  closeDataset: 'stickerLab.dataset.close',
  showGallery: 'stickerLab.gallery.show',
  train: 'stickerLab.run.train',
  stopTraining: 'stickerLab.run.stop',
  resumeTraining: 'stickerLab.run.resume',
  showRun: 'stickerLab.run.show',
  analyzeRun: 'stickerLab.run.analyze',
  showMap: 'stickerLab.run.showMap',
  computeMap: 'stickerLab.run.computeMap',
  inspectMistakes: 'stickerLab.run.inspectMistakes',
  compareRuns: 'stickerLab.run.compare',
  showRuns: 'stickerLab.runs.show',
  exportReport: 'stickerLab.run.exportReport',
  exportOnnx: 'stickerLab.run.exportOnnx',
  revealRun: 'stickerLab.run.reveal',
  openRunLog: 'stickerLab.run.openLog',
  getWeights: 'stickerLab.weights.get',
  showLog: 'stickerLab.log.show',
  describe: 'stickerLab.descriptions.describe',
  pauseDescribing: 'stickerLab.descriptions.pause',
  resumeDescribing: 'stickerLab.descriptions.resume',
  stopDescribing: 'stickerLab.descriptions.stop',
  retryFailed: 'stickerLab.descriptions.retryFailed',
  showDescriptions: 'stickerLab.descriptions.show',
  openDescriptionsAsText: 'stickerLab.descriptions.openAsText',
  importDescriptions: 'stickerLab.descriptions.import',
  exportDataset: 'stickerLab.descriptions.export',
  regenerateText: 'stickerLab.descriptions.regenerateText',
  acceptText: 'stickerLab.descriptions.acceptText',
  rejectText: 'stickerLab.descriptions.rejectText',
  swapTexts: 'stickerLab.descriptions.swapTexts',
  showBoard: 'stickerLab.descriptions.showBoard',
  editPrompts: 'stickerLab.prompts.edit',
  previewPrompts: 'stickerLab.prompts.preview',
  refreshHosts: 'stickerLab.hosts.refresh',
  checkHost: 'stickerLab.hosts.check',
  addHost: 'stickerLab.hosts.add',
  openHostSetting: 'stickerLab.hosts.openSetting',
  installOllama: 'stickerLab.hosts.install',
  updateOllama: 'stickerLab.hosts.update',
  startOllama: 'stickerLab.hosts.start',
  pullModel: 'stickerLab.hosts.pullModel',
  chooseModel: 'stickerLab.hosts.chooseModel',
  useModel: 'stickerLab.hosts.useModel',
  ...boardCommands,
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const viewIds = { datasets: 'stickerLab.datasets', runs: 'stickerLab.runs', hosts: 'stickerLab.hosts' } as const;

export const panelViewTypes = {
  gallery: 'stickerLab.gallery',
  sticker: 'stickerLab.sticker',
  analysis: 'stickerLab.analysis',
  run: 'stickerLab.run',
  descriptions: 'stickerLab.descriptions',
  map: 'stickerLab.map',
  runs: 'stickerLab.runsTable',
} as const;

/** Settings of the engine's training config that VS Code's settings offer as `stickerLab.train.<name>`; null leaves one to preset and recipe. */
export const trainingSettings = [
  'batchSize', 'learningRate', 'learningRateBatch', 'schedule', 'selection',
  'labelSmoothing', 'classWeights', 'dropPath', 'augmentation.randAugment', 'augmentation.repeats',
  'augmentation.evaluationCrop', 'text.encoder', 'text.views', 'text.pooling', 'pretrained.vision',
  'pretrained.text', 'model.imageSize', 'model.modules.alignment', 'model.modules.globalFusion', 'model.modules.localFusion',
  'model.modules.textGuidedAttention', 'model.fusion', 'model.lastStageText', 'model.sharedKeyValue', 'model.preNorm',
  'model.fusionDropout', 'loss.mlceReduction',
  'model.keyTokenAlpha', 'loss.mlceTemperature', 'threads',
] as const;
export type TrainingSetting = (typeof trainingSettings)[number];

/** Setting ids and what their values are. */
export interface Settings extends Record<`stickerLab.train.${TrainingSetting}`, string | number | boolean | readonly string[] | null> {
  'stickerLab.openDatasetOnStartup': boolean;
  'stickerLab.train.preset': 'paper' | 'laptop' | 'tiny';
  'stickerLab.train.device': 'auto' | 'cpu' | 'webgpu';
  /** 0: as many as the preset says. */
  'stickerLab.train.epochs': number;
  'stickerLab.train.seed': number;
  'stickerLab.train.recipe': 'paper' | 'released';
  /** '': STICKER_LAB_WEIGHTS, else the system's cache folder. */
  'stickerLab.weights.folder': string;
  /** As the person wrote it: may be anything where the settings file was edited by hand. */
  'stickerLab.ollama.hosts': readonly { readonly url: string; readonly headers?: Readonly<Record<string, string>> }[];
  'stickerLab.describe.model': string;
  'stickerLab.describe.mode': InterpreterMode;
  'stickerLab.describe.temperature': number;
  /** Tokens. */
  'stickerLab.describe.contextLength': number;
  'stickerLab.describe.answerTokens': number;
  'stickerLab.describe.seed': number;
  'stickerLab.describe.allowLabel': boolean;
  /** Seconds. */
  'stickerLab.describe.answerLimit': number;
  'stickerLab.describe.loadLimit': number;
  /** '': the system's user name. */
  'stickerLab.annotator': string;
}

/** The values in force where the person set none; package.json repeats them. */
export const settingDefaults: Settings = {
  'stickerLab.openDatasetOnStartup': true,
  'stickerLab.train.preset': 'tiny',
  'stickerLab.train.device': 'auto',
  'stickerLab.train.epochs': 0,
  'stickerLab.train.seed': 1,
  'stickerLab.train.recipe': 'paper',
  'stickerLab.weights.folder': '',
  'stickerLab.ollama.hosts': [{ url: 'http://127.0.0.1:11434' }],
  'stickerLab.describe.model': defaultModel,
  'stickerLab.describe.mode': 'rounds',
  'stickerLab.describe.temperature': 0.2,
  'stickerLab.describe.contextLength': 8192,
  'stickerLab.describe.answerTokens': 400,
  'stickerLab.describe.seed': 1,
  'stickerLab.describe.allowLabel': false,
  'stickerLab.describe.answerLimit': 300,
  'stickerLab.describe.loadLimit': 900,
  'stickerLab.annotator': '',
  ...Object.fromEntries(trainingSettings.map((name) => [`stickerLab.train.${name}`, null])) as Record<`stickerLab.train.${TrainingSetting}`, null>,
};

export const contextKeys = {
  hasDataset: 'stickerLab.hasDataset',
  hasRun: 'stickerLab.hasRun',
  hasWorkingRun: 'stickerLab.hasWorkingRun',
  hasHost: 'stickerLab.hasHost',
  hasRunningBatch: 'stickerLab.hasRunningBatch',
  /** Paused, stopped or interrupted: it can go on. */
  hasRestingBatch: 'stickerLab.hasRestingBatch',
} as const;

/** Schemes of documents that are no files. */
export const schemes = { descriptions: 'sticker-descriptions', prompts: 'sticker-prompts', models: 'sticker-models' } as const;

/** `contextValue`s of tree items, matched by `viewItem` in package.json. */
export const treeItems = {
  dataset: 'dataset',
  split: 'split',
  emotion: 'emotion',
  workingRun: 'run.working',
  resumableRun: 'run.resumable',
  doneRun: 'run.done',
  unreadableRun: 'run.unreadable',
  absentHost: 'host.absent',
  stoppedHost: 'host.stopped',
  unreachableHost: 'host.unreachable',
  foreignHost: 'host.foreign',
  tooOldHost: 'host.tooOld',
  noModelHost: 'host.noModel',
  noVisionHost: 'host.noVision',
  loadingHost: 'host.loading',
  busyHost: 'host.busy',
  readyHost: 'host.ready',
  checkedHost: 'host.checked',
  pullingHost: 'host.pulling',
  visionModel: 'model.vision',
  chosenModel: 'model.chosen',
  otherModel: 'model.other',
} as const;
