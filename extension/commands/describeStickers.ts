import * as vscode from 'vscode';
import type { BatchPolicy } from '../../engine/describe/batchConfig.ts';
import type { BatchPlan } from '../../engine/service/describeRequests.ts';
import type { DatasetView } from '../../engine/service/requests.ts';
import type { StickerFilter } from '../../engine/service/stickerFilter.ts';
import { commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { planText, unfinishedText } from '../views/batchText.ts';
import { resumeDescribing } from './batchCommands.ts';
import { pickDataset, type DatasetArgument } from './pickDataset.ts';
import { previewPrompts } from './promptCommands.ts';

const policies: readonly { value: BatchPolicy; label: string; detail: string }[] = [
  { value: 'missing', label: 'What is missing', detail: 'Views without a text, and texts that were rejected.' },
  { value: 'skip', label: 'Stickers without any text', detail: 'Stickers that have one already, or some of the four, are passed over.' },
  { value: 'stale', label: 'What is stale', detail: 'Texts that another model or another prompt wrote.' },
  { value: 'generated', label: 'Everything but a person\'s texts', detail: 'Writes what is missing, and all that a model wrote once more. What a person wrote or accepted, and what the dataset gives, stays.' },
];

/** Asks which stickers and texts, times a dozen, shows what the rest will take, and starts. `filter`: which stickers, where that is clear already. */
export async function describeStickers(services: Services, given: DatasetArgument, filter?: StickerFilter): Promise<void> {
  const { engine, batches } = services;
  const dataset = await pickDataset(services, given, 'Describe Stickers: dataset');
  if (!dataset) return;
  const title = `Describe Stickers of ${dataset.name}`;
  const unfinished = await askAboutUnfinished(services, dataset, title);
  if (unfinished === undefined) return;
  if (unfinished === 'resume') {
    await resumeDescribing(services, dataset.root);
    await vscode.commands.executeCommand(commands.showDescriptions, dataset.root);
    return;
  }
  const chosen = filter ?? await pickScope(services, dataset, `${title}: which stickers`);
  if (!chosen) return;
  const policy = await vscode.window.showQuickPick(policies, { title: `${title}: which texts`, placeHolder: 'A text that a person wrote is never replaced.', ignoreFocusOut: true });
  if (!policy) return;
  const plan = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Timing a dozen stickers, to tell how long all will take', cancellable: true },
    (_, token) => engine.request('batch/plan', { root: dataset.root, scope: { filter: chosen, policy: policy.value } }, token),
  );
  if (plan.stickers === 0) {
    void vscode.window.showInformationMessage(plan.timed > 0 ? 'All are described: there were no more than those that were timed.' : 'There is nothing to describe: none of these stickers lacks such a text.');
    return;
  }
  const preview = async () => {
    const { tiles: [first] } = await engine.request('gallery/page', { root: dataset.root, filter: chosen, run: null, offset: 0, limit: 1 });
    if (first) await previewPrompts(services, { root: dataset.root, id: first.id });
  };
  if (!await confirmPlan(plan, `${title}: the plan`, () => void preview().catch(services.showFailure))) return;
  batches.take(dataset.root, await engine.request('batch/start', { root: dataset.root, plan }));
  await vscode.commands.executeCommand(commands.showDescriptions, dataset.root);
}

/** What to do where the dataset's newest batch has stickers left; undefined where the person backs out. */
async function askAboutUnfinished({ engine }: Services, { root }: DatasetView, title: string): Promise<'resume' | 'another' | undefined> {
  const batch = await engine.request('batch/read', { root });
  const placeHolder = batch && unfinishedText(batch);
  if (placeHolder === null) return 'another';
  const items = [
    { label: '$(debug-continue) Resume It', detail: 'Goes on with what is left, asked as it was planned.', answer: 'resume' as const },
    { label: '$(add) Start Another', detail: 'What was written is kept. The last batch ends here.', answer: 'another' as const },
  ];
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.answer;
}

/** Everything, the gallery's present filter, or the marked stickers, as far as they differ. */
async function pickScope({ engine, galleries, selection }: Services, { root, stickers }: DatasetView, title: string): Promise<StickerFilter | undefined> {
  const count = async (filter: StickerFilter) => (await engine.request('gallery/page', { root, filter, run: null, offset: 0, limit: 0 })).total;
  const numbered = (total: number) => `${total.toLocaleString('en')} sticker${total === 1 ? '' : 's'}`;
  const shown = galleries.filterOf(root);
  const marked = selection.of(root);
  const items: (vscode.QuickPickItem & { readonly filter: StickerFilter })[] = [{ label: 'Everything', description: numbered(stickers), filter: {} }];
  if (Object.keys(shown).length > 0) items.push({ label: 'What the gallery shows', description: numbered(await count(shown)), filter: shown });
  if (marked.length > 0) items.push({ label: 'The selection', description: numbered(marked.length), filter: { selection: { ids: marked, reason: 'selected' } } });
  if (items.length === 1) return items[0].filter;
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Stickers to describe', ignoreFocusOut: true }))?.filter;
}

/** Shows the plan as a list that stays until it is answered, also while the prompts are looked at. */
async function confirmPlan(plan: BatchPlan, title: string, preview: () => void): Promise<boolean> {
  const { whole, hosts } = planText(plan);
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly answer?: boolean | 'preview' }>();
  pick.title = title;
  pick.placeholder = 'It runs in the background, and can be paused, stopped and resumed';
  pick.ignoreFocusOut = true;
  const usable = hosts.some((host) => host.usable);
  pick.items = [
    ...(usable ? [{ label: '$(play) Start', description: whole, answer: true }] : [{ label: '$(warning) No host can describe them', description: whole }]),
    { label: '$(open-preview) Preview the prompts', description: 'what the model is asked about the first of these stickers', answer: 'preview' },
    { label: '$(close) Not now', description: `the texts of the ${plan.timed} stickers that were timed are kept`, answer: false },
    { label: 'hosts', kind: vscode.QuickPickItemKind.Separator },
    ...hosts.map((host) => ({ label: `$(${host.usable ? 'vm-running' : 'warning'}) ${host.url}`, description: host.words })),
  ];
  pick.show();
  const answer = await new Promise<boolean>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.answer === 'preview') preview();
      else if (item?.answer !== undefined) resolve(item.answer);
    });
    pick.onDidHide(() => resolve(false));
  });
  pick.dispose();
  return answer;
}
