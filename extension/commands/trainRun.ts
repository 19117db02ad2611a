import * as vscode from 'vscode';
import type { Device, Preset } from '../../engine/train/runRecord.ts';
import type { Services } from '../services.ts';
import { trainingSettings } from '../contributions.ts';
import { setting } from '../settings.ts';
import { isTrusted } from './isTrusted.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';
import { freeName, nameFault } from './runName.ts';

const presets: readonly { value: Preset; label: string; detail: string }[] = [
  { value: 'tiny', label: 'tiny', detail: 'A small PVT on small pictures. Minutes on two cores; for trying things out, not for results to report.' },
  { value: 'laptop', label: 'laptop', detail: 'PVT-tiny at 224 px. Hours on a laptop\'s processor for some thousands of stickers.' },
  { value: 'paper', label: 'paper', detail: 'PVT-small at 448 px, as in the paper. Starts from the weights of PVT-small and BERT-base: see Get Pretrained Weights.' },
];

const devices: readonly { value: Device; label: string; detail: string }[] = [
  { value: 'auto', label: 'auto', detail: 'WebGPU where there is an adapter, else the processor. The run says which it was.' },
  { value: 'cpu', label: 'cpu', detail: 'All cores of this machine.' },
  { value: 'webgpu', label: 'webgpu', detail: 'The graphics card through WebGPU. Falls back to the processor, and says so, where there is none.' },
];

/** Asks for preset, device and name, starts the training in a process of its own, and shows the run. */
export async function trainRun(services: Services, given: DatasetArgument): Promise<void> {
  if (!isTrusted()) return;
  const dataset = await pickDataset(services, given, 'Train MGHFT: dataset');
  if (!dataset) return;
  const title = `Train MGHFT on ${dataset.name}`;
  const preset = await choose(`${title} (1/3): preset`, presets, setting('stickerLab.train.preset'));
  if (!preset) return;
  const device = await choose(`${title} (2/3): device`, devices, setting('stickerLab.train.device'));
  if (!device) return;
  const existing = await services.runs.refresh(dataset.root);
  const name = await vscode.window.showInputBox({
    title: `${title} (3/3): name`, value: freeName(preset, existing), prompt: 'The run\'s folder gets this name.', ignoreFocusOut: true,
    validateInput: (value) => nameFault(value, existing),
  });
  if (name === undefined) return;
  const { run } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Starting ${name}`, cancellable: false },
    () => services.engine.request('run/start', { root: dataset.root, name, preset, recipe: setting('stickerLab.train.recipe'), device, settings: settingsOf() }),
  );
  await services.runs.refresh(dataset.root);
  await services.panels.show('run', run);
}

async function choose<T extends string>(title: string, items: readonly { value: T; label: string; detail: string }[], usual: T): Promise<T | undefined> {
  const ordered = items.toSorted((a, b) => Number(b.value === usual) - Number(a.value === usual));
  return (await vscode.window.showQuickPick(ordered, { title, placeHolder: `Usually ${usual}`, ignoreFocusOut: true }))?.value;
}

/** The settings a person has set, as `--set` takes them. */
function settingsOf(): Record<string, string> {
  const epochs = setting('stickerLab.train.epochs');
  const given = trainingSettings.flatMap((name) => {
    const value = setting(`stickerLab.train.${name}`);
    return value === null ? [] : [[name, Array.isArray(value) ? value.join(',') : String(value)]];
  });
  return { ...Object.fromEntries(given) as Record<string, string>, seed: String(setting('stickerLab.train.seed')), ...(epochs > 0 ? { epochs: String(epochs) } : {}) };
}
