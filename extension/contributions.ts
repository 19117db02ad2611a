/*
 * Every id the package.json contributes, once. A test compares the two both ways.
 */

export const category = 'Sticker Lab';

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
  computeMap: 'stickerLab.run.computeMap',
  exportOnnx: 'stickerLab.run.exportOnnx',
  revealRun: 'stickerLab.run.reveal',
  openRunLog: 'stickerLab.run.openLog',
  getWeights: 'stickerLab.weights.get',
  showLog: 'stickerLab.log.show',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const viewIds = { datasets: 'stickerLab.datasets', runs: 'stickerLab.runs' } as const;

export const panelViewTypes = {
  gallery: 'stickerLab.gallery',
  sticker: 'stickerLab.sticker',
  analysis: 'stickerLab.analysis',
  run: 'stickerLab.run',
  descriptions: 'stickerLab.descriptions',
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
  ...Object.fromEntries(trainingSettings.map((name) => [`stickerLab.train.${name}`, null])) as Record<`stickerLab.train.${TrainingSetting}`, null>,
};

export const contextKeys = {
  hasDataset: 'stickerLab.hasDataset',
  hasRun: 'stickerLab.hasRun',
  hasWorkingRun: 'stickerLab.hasWorkingRun',
} as const;

/** `contextValue`s of tree items, matched by `viewItem` in package.json. */
export const treeItems = {
  dataset: 'dataset',
  split: 'split',
  emotion: 'emotion',
  workingRun: 'run.working',
  resumableRun: 'run.resumable',
  doneRun: 'run.done',
  unreadableRun: 'run.unreadable',
} as const;
