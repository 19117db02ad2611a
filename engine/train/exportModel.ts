import { GraphBuilder } from '../graph/graphBuilder.ts';
import { mghft, noNoise } from '../model/mghft.ts';
import { background } from '../images/decodePicture.ts';
import type { ModelConfig } from '../model/modelConfig.ts';
import { createParameterTable } from '../model/parameters.ts';
import { withDynamicBatch } from '../onnx/dynamicBatch.ts';
import type { Initializer, ModelRecord } from '../onnx/modelProto.ts';
import { imageNet } from './normalize.ts';
import { shortSideOf } from './pictureSource.ts';
import type { RunConfig, TrainingConfig } from './runConfig.ts';
import { batchInputs } from './trainingGraph.ts';

const batchSizes = [7919, 7927] as const;

function buildGraph(config: ModelConfig, batch: number) {
  // ONNX's own operators alone, so that any runtime can run the file.
  const g = new GraphBuilder({ fusedMatMul: false });
  const table = createParameterTable(g);
  const { picture, text } = batchInputs(g, config, batch);
  const { logits, feature } = mghft(table, picture, text, config, noNoise);
  g.output(g.softmax(logits), 'probabilities');
  g.output(logits, 'logits');
  g.output(feature, 'feature');
  return { model: g.build('mghft'), parameters: table.specs };
}

/** How a file becomes `picture`, in words: what `engine/train/pictureSource.ts` does for predictions. */
function pictureRecipe({ model: { imageSize: side }, augmentation: { evaluationCrop } }: TrainingConfig) {
  const shortSide = shortSideOf(side, evaluationCrop);
  return {
    side, shortSide, channels: 'RGB', background, range: '0 to 1 before normalising',
    resize: `first frame, flattened on the background; a short side over ${2 * shortSide} is reduced to that by libvips (kernel cubic); then the short side becomes ${shortSide} by Pillow's bicubic, and the centre ${side} x ${side} is cut out`,
  };
}

/** Parameters of the exported model, in the order of the graph. */
export const exportedParameters = (config: ModelConfig) => buildGraph(config, 1).parameters;

/**
 * A run's model as one ONNX file of standard operators, its weights within: `picture` float32 [batch, 3, side, side],
 * normalised, and `text` float32 [batch, 4, textWidth], pooled, -> `probabilities` and `logits` [batch, classes], `feature`
 * [batch, fusionWidth]; `batch` is free, from 1. How pictures and texts become inputs is in the metadata.
 */
export function exportModel({ training, dataset, pretrained, name }: RunConfig, weights: ReadonlyMap<string, Float32Array>): ModelRecord {
  const [{ model, parameters }, { model: other }] = batchSizes.map((batch) => buildGraph(training.model, batch)) as [ReturnType<typeof buildGraph>, ReturnType<typeof buildGraph>];
  const free = withDynamicBatch(model, other);
  const held = new Set(parameters.map((parameter) => parameter.name));
  const initializers = parameters.map(({ name: parameter, shape }): Initializer => {
    const data = weights.get(parameter)!;
    return { name: parameter, dataType: 'float32', shape, raw: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  });
  return {
    ...free,
    inputs: free.inputs.filter((input) => !held.has(input.name)),
    initializers: [...free.initializers, ...initializers],
    metadata: {
      run: name,
      classes: JSON.stringify(dataset.classes),
      picture: JSON.stringify({ ...pictureRecipe(training), ...imageNet }),
      text: JSON.stringify({ ...training.text, ...(pretrained.text ?? { seed: training.seed, vocabularyFile: 'text/tokenizer.json of the run' }), width: training.model.textWidth }),
    },
  };
}
