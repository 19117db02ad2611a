import { randomBytes } from 'node:crypto';
import { startHubServer, type HubServer } from '../support/hubServer.ts';
import { expect, test } from './fixture.ts';
import type { Workbench } from './workbench.ts';

const model = randomBytes(3_000_000);
const repos = { 'Zetatech/pvt-small-224': { commit: 'c0ffee'.padEnd(40, '0'), files: { 'model.safetensors': model } } };

const set = (workbench: Workbench, name: string) => workbench.quickInput.locator('.monaco-list-row', { hasText: name });
const toast = (workbench: Workbench, text: string | RegExp) => workbench.notifications.filter({ hasText: text });

/** Fetches what is chosen in the open quick pick. */
const accept = (workbench: Workbench) => workbench.quickInput.getByRole('button', { name: 'OK' }).click();

/** A training that wants published weights says how to get them, and its button asks which. */
async function trainWithoutWeights(workbench: Workbench): Promise<void> {
  await workbench.run('Sticker Lab: Train MGHFT...');
  await workbench.quickPick('paper');
  await workbench.quickPick('cpu');
  await workbench.answer('wants-weights');
  const failure = toast(workbench, 'The pretrained weights bert-base-uncased and pvt-small are not there');
  await expect(failure).toContainText('sticker-lab weights --get bert-base-uncased --get pvt-small');
  await workbench.screenshot('no-weights');
  await failure.getByRole('button', { name: 'Get Pretrained Weights...' }).click();
  for (const name of ['bert-base-uncased', 'pvt-tiny', 'pvt-small']) await expect(set(workbench, name)).toContainText(/about \d+ MB/);
  await workbench.screenshot('weights-absent');
}

async function fetchWithoutHub(workbench: Workbench, folder: string): Promise<void> {
  await set(workbench, 'pvt-small').click();
  await accept(workbench);
  const failure = toast(workbench, 'cannot be reached');
  await expect(failure).toContainText('put it into');
  await expect(failure).toHaveCSS('opacity', '1');
  await workbench.screenshot('weights-offline');
  const [window] = await Promise.all([workbench.page.waitForEvent('popup'), failure.getByRole('button', { name: 'Open Folder' }).click()]);
  expect(new URL(window.url()).searchParams.get('folder')).toBe(folder);
  await window.close();
}

async function fetchAndCancel(workbench: Workbench, hub: HubServer): Promise<void> {
  hub.fileFault = { kind: 'slow', piece: 4096 };
  await workbench.run('Sticker Lab: Get Pretrained Weights...');
  await set(workbench, 'pvt-small').click();
  await accept(workbench);
  const progress = toast(workbench, /pvt-small: [1-9.]+ of 3\.0 MB/);
  await expect(progress).toBeVisible();
  await workbench.screenshot('weights-progress');
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(workbench.notifications).toHaveCount(0);
  hub.fileFault = null;
}

async function fetchTheRest(workbench: Workbench, hub: HubServer): Promise<void> {
  const before = hub.served;
  await workbench.run('Sticker Lab: Get Pretrained Weights...');
  await expect(set(workbench, 'pvt-small')).toContainText(/partly there: \d of about 98 MB/);
  await expect(set(workbench, 'pvt-small').getByRole('checkbox')).toBeChecked();
  await workbench.screenshot('weights-partial');
  await accept(workbench);
  await expect(toast(workbench, 'Pretrained weights are there: pvt-small.')).toBeVisible();
  expect(hub.served - before).toBeLessThan(model.length);
  await workbench.screenshot('weights-done');
  await workbench.run('Sticker Lab: Get Pretrained Weights...');
  await expect(set(workbench, 'pvt-small')).toContainText('there: 3 MB');
  await workbench.screenshot('weights-present');
}

test('pretrained weights are missed, asked for, cancelled and fetched', async ({ workbench, host }) => {
  await trainWithoutWeights(workbench);
  await fetchWithoutHub(workbench, host.weights);
  const hub = await startHubServer(repos, host.hubPort);
  try {
    await fetchAndCancel(workbench, hub);
    await fetchTheRest(workbench, hub);
  } finally {
    await hub.stop();
  }
});
