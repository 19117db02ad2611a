import { StickerLabError } from '../errors/stickerLabError.ts';
import { peakLearningRate } from './schedule.ts';
import { gridSide } from '../model/modelConfig.ts';
import { textChoices, type TrainingConfig } from './runConfig.ts';

type Rule = readonly [setting: string, wanted: string, holds: boolean];

const counts = (...values: readonly number[]) => values.every((value) => Number.isSafeInteger(value) && value >= 1);
/** Far beyond any model of use; more only fills the memory. */
const largest = { depth: 100, width: 8192, classes: 10_000, side: 4096 } as const;
const upTo = (most: number, ...values: readonly number[]) => counts(...values) && values.every((value) => value <= most);
const divides = (whole: number, part: number) => counts(whole, part) && whole % part === 0;
const oneOf = (value: string, choices: readonly string[]) => choices.includes(value);
const share = (value: number) => value >= 0 && value < 1;

function rules({ model, text, loss, optimizer, augmentation, ...training }: TrainingConfig): Rule[] {
  const grids = model.reductions.map((reduction, stage) => divides(gridSide(model.imageSize, stage), reduction));
  return [
    ['seed', 'a whole number from 0 to 4294967295', Number.isInteger(training.seed) && training.seed >= 0 && training.seed < 2 ** 32],
    ['epochs', 'a whole number of at least 1', counts(training.epochs)],
    ['batchSize', 'a whole number of at least 2', counts(training.batchSize) && training.batchSize >= 2],
    ['threads', 'a whole number from 0 to 1024', training.threads === 0 || upTo(1024, training.threads)],
    ['learningRate', 'a number above 0', training.learningRate > 0],
    ['learningRateBatch', 'a whole number of at least 0', Number.isSafeInteger(training.learningRateBatch) && training.learningRateBatch >= 0],
    ['schedule', 'step or epoch', oneOf(training.schedule, ['step', 'epoch'])],
    ['selection', 'validation or test', oneOf(training.selection, ['validation', 'test'])],
    ['checkpointSeconds', 'at least 0', training.checkpointSeconds >= 0],
    ['minimumLearningRate', 'at least 0 and at most the learning rate in use', training.minimumLearningRate >= 0 && training.minimumLearningRate <= peakLearningRate(training)],
    ['warmupEpochs', 'at least 0', training.warmupEpochs >= 0],
    ['dropPath', 'at least 0 and below 1', share(training.dropPath)],
    ['labelSmoothing', 'at least 0 and below 1', share(training.labelSmoothing)],
    ['optimizer.beta1', 'at least 0 and below 1', share(optimizer.beta1)],
    ['optimizer.beta2', 'at least 0 and below 1', share(optimizer.beta2)],
    ['optimizer.epsilon', 'a number above 0', optimizer.epsilon > 0],
    ['optimizer.weightDecay', 'at least 0', optimizer.weightDecay >= 0],
    ['augmentation.minimumArea', 'above 0 and at most 1', augmentation.minimumArea > 0 && augmentation.minimumArea <= 1],
    ['augmentation.flip', 'from 0 to 1', augmentation.flip >= 0 && augmentation.flip <= 1],
    ['augmentation.randAugment', 'from 0 to 10', augmentation.randAugment >= 0 && augmentation.randAugment <= 10],
    ['augmentation.repeats', 'a whole number from 1 to 16', counts(augmentation.repeats) && augmentation.repeats <= 16],
    ['augmentation.evaluationCrop', 'above 0 and at most 1', augmentation.evaluationCrop > 0 && augmentation.evaluationCrop <= 1],
    ['classWeights', 'none or balanced', oneOf(training.classWeights, ['none', 'balanced'])],
    ['loss.temperature', 'a number above 0', loss.temperature > 0],
    ['loss.mlceTemperature', 'a number above 0', loss.mlceTemperature > 0],
    ['loss.mlceWeight', 'at least 0', loss.mlceWeight >= 0],
    ['loss.alignmentWeight', 'at least 0', loss.alignmentWeight >= 0],
    ['loss.mlceReduction', 'mean or sum', oneOf(loss.mlceReduction, ['mean', 'sum'])],
    ['model.fusion', 'soft or cross-attention', oneOf(model.fusion, ['soft', 'cross-attention'])],
    ['model.lastStageText', 'own or previous', oneOf(model.lastStageText, ['own', 'previous'])],
    ['model.fusionDropout', 'at least 0 and below 1', share(model.fusionDropout)],
    ['model.classes', `a whole number from 1 to ${largest.classes}`, upTo(largest.classes, model.classes)],
    ['model.imageSize', `a multiple of 32, at most ${largest.side}`, divides(model.imageSize, 32) && model.imageSize <= largest.side],
    ['model.positionSize', `a multiple of 32, at most ${largest.side}`, divides(model.positionSize, 32) && model.positionSize <= largest.side],
    ['model.depths', `whole numbers from 1 to ${largest.depth}`, upTo(largest.depth, ...model.depths)],
    ['model.mlpRatios', 'whole numbers of at least 1', counts(...model.mlpRatios)],
    ['model.widths', `whole numbers from 1 to ${largest.width}`, upTo(largest.width, ...model.widths)],
    ['model.heads', `divisors of the stages' widths ${model.widths.join(', ')}`, model.widths.every((width, stage) => divides(width, model.heads[stage]))],
    ['model.reductions', `divisors of the grid sides ${model.reductions.map((_, stage) => gridSide(model.imageSize, stage)).join(', ')}`, grids.every(Boolean)],
    ['model.keyTokenAlpha', 'a whole number of at least 1', counts(model.keyTokenAlpha)],
    ['model.textWidth', `a whole number from 1 to ${largest.width}`, upTo(largest.width, model.textWidth)],
    ['text.heads', `a divisor of model.textWidth ${model.textWidth}`, text.encoder === 'bert' || divides(model.textWidth, text.heads)],
    ['model.fusionWidth', `a whole number from 1 to ${largest.width}`, upTo(largest.width, model.fusionWidth)],
    ['model.fusionHeads', `a divisor of model.fusionWidth ${model.fusionWidth}`, divides(model.fusionWidth, model.fusionHeads)],
    ['model.fusionMlpRatio', 'a whole number of at least 1', counts(model.fusionMlpRatio)],
    ['text.encoder', 'bert or seeded', oneOf(text.encoder, ['bert', 'seeded'])],
    ['text.pooling', 'pieces or positions', oneOf(text.pooling, ['pieces', 'positions'])],
    ['text.views', `four of ${textChoices.join(', ')}`, text.views.every((view) => oneOf(view, textChoices))],
    ['text.layers', 'a whole number of at least 1', counts(text.layers)],
    ['text.maxLength', 'a whole number from 2 to 512', counts(text.maxLength) && text.maxLength >= 2 && text.maxLength <= 512],
    ['text.vocabulary', 'a whole number of at least 1', counts(text.vocabulary)],
  ];
}

/** @throws StickerLabError for the first setting of which no training can be made. */
export function checkTraining(training: TrainingConfig): void {
  const broken = rules(training).find(([, , holds]) => !holds);
  if (!broken) return;
  const [setting, wanted] = broken;
  throw new StickerLabError(`The setting "${setting}" does not work`, setting, `It must be ${wanted}.`);
}
