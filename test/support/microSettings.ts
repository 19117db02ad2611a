/** `--set` entries that make of `tiny` the smallest model that keeps its structure: a few milliseconds a step, which more threads would spend waiting for each other. */
export const microSettings: Readonly<Record<string, string>> = {
  batchSize: '4', dropPath: '0.1', threads: '1',
  'model.imageSize': '32', 'model.positionSize': '32', 'model.widths': '8,8,16,16', 'model.heads': '1,1,2,2', 'model.mlpRatios': '2,2,2,2',
  'model.reductions': '4,2,1,1', 'model.textWidth': '16', 'model.fusionWidth': '16', 'model.fusionHeads': '2', 'text.maxLength': '16',
};

export const settingFlags = (settings: Readonly<Record<string, string>>): string[] => Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
