import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixture.ts';

test.use({
  theme: 'highContrast',
  settings: { 'stickerLab.train.recipe': 'released', 'stickerLab.train.model.fusion': 'cross-attention', 'stickerLab.train.augmentation.repeats': 1, 'stickerLab.train.epochs': 50 },
});

test('a training follows the recipe and the switches of the settings, and says what they mean', async ({ workbench, dataset }) => {
  await workbench.run('Sticker Lab: Train MGHFT...');
  await workbench.quickPick('tiny');
  await workbench.quickPick('cpu');
  await workbench.answer('released');
  const run = await workbench.panel('run');
  await expect(run.getByTestId('run-recipe')).toHaveText('released');
  await expect(run.getByText('The best epoch is chosen by the test split')).toBeInViewport();
  const config = JSON.parse(await readFile(path.join(dataset, '.sticker-lab/runs/released/config.json'), 'utf8')) as unknown;
  expect(config).toMatchObject({ recipe: 'released', training: { epochs: 50, selection: 'test', model: { fusion: 'cross-attention', preNorm: true }, augmentation: { randAugment: 9, repeats: 1 } } });
  await expect(run.getByTestId('run-best')).toHaveText(/^1, test \d/, { timeout: 90_000 });
  await workbench.screenshot('run-released-high-contrast');
  await run.getByTestId('run-stop').click();
  await expect(run.getByTestId('run-state')).toHaveText('stopped', { timeout: 30_000 });
});
