import type { DescriptionChange, DescriptionView, EngineMethod, EngineRequests, Generation, HistoryEntry, View } from '../../../../extension/protocol/engine.ts';

/*
 * The descriptions of a few stickers and their requests, for component tests: runs in the page. `window.described` lets a test do what
 * other people, models and a busy service do.
 */

const viewNames: readonly View[] = ['intention', 'style', 'roles', 'details'];
/** Characters that count as one piece each, so that a test can see where a text is cut. */
const limit = 120;

export const generation: Generation = {
  host: 'http://127.0.0.1:11434', model: 'llava:7b', digest: 'sha256:0123456789abcdef', mode: 'rounds', prompt: '1234', input: '5678', options: { temperature: 0.2, num_ctx: 8192 }, seed: 1,
  started: 1_767_600_000_000, finished: 1_767_600_009_000, promptTokens: 10, answerTokens: 10, batch: null,
};

type Card = Pick<DescriptionView, 'text' | 'state'> & Partial<Pick<DescriptionView, 'stale' | 'generated' | 'proposal'>>;
type Answers = { readonly [M in EngineMethod]?: (params: EngineRequests[M]['params'], signal: AbortSignal) => EngineRequests[M]['result'] | Promise<EngineRequests[M]['result']> };

interface Stored extends Card {
  readonly id: string;
  readonly view: View;
  version: number;
  who: string;
  at: number;
}

declare global {
  interface Window {
    described: {
      /** Another person writes. */
      write(id: string, view: View, text: string, who: string): void;
      text(id: string, view: View): string;
      /** Answers to changes wait until it is set back to false. */
      hold: boolean;
      /** Reading takes half a second. */
      slow: boolean;
      /** Every change fails with this message, where it is not ''. */
      failing: string;
      /** What the next regeneration comes to; null: it goes on until it is cancelled. */
      answer: string | null;
    };
  }
}

export function describeStickers(stickers: Readonly<Record<string, Readonly<Partial<Record<View, Card>>>>>): Answers {
  let newest = 0;
  const stored = new Map<string, Stored>();
  const acts: { readonly title: string; readonly before: readonly Stored[] }[] = [];
  const history = new Map<string, HistoryEntry[]>();
  const key = (id: string, view: View): string => `${view} ${id}`;
  const ids = Object.keys(stickers);
  for (const id of ids) {
    for (const view of viewNames) {
      const card = stickers[id][view] ?? { text: '', state: 'missing' };
      const isNew = card.state !== 'missing' && card.state !== 'given';
      if (isNew && card.generated) history.set(key(id, view), [{ version: newest + 1, text: card.text, state: 'generated', who: generation.model, at: generation.finished, title: 'Generated', generation }]);
      stored.set(key(id, view), { ...card, id, view, version: isNew ? ++newest : 0, who: isNew ? generation.model : '', at: isNew ? generation.finished : 0 });
    }
  }
  const at = (id: string, view: View): Stored => stored.get(key(id, view))!;
  const put = (id: string, view: View, change: Partial<Stored>, title: string): number => {
    const now: Stored = { ...at(id, view), who: 'Ada', stale: null, proposal: null, ...change, version: ++newest, at: 1_767_700_000_000 };
    stored.set(key(id, view), now);
    history.set(key(id, view), [{ version: now.version, text: now.text, state: now.state === 'stale' ? 'generated' : now.state, who: now.who, at: now.at, title, generation: null }, ...history.get(key(id, view)) ?? []]);
    return now.version;
  };
  const toReview = ({ state, proposal }: Stored): boolean => Boolean(proposal) || ['missing', 'generated', 'stale'].includes(state);
  window.described = {
    write(id, view, text, who) {
      put(id, view, { text, state: 'edited', who }, 'Edit');
      window.scriptedHost.tell('descriptions/didChange', { root: '/data/stickers', ids: [id] });
    },
    text: (id, view) => at(id, view).text, hold: false, slow: false, failing: '', answer: 'Says hello again.',
  };

  return {
    async 'descriptions/read'({ id }) {
      if (window.described.slow) await new Promise((resolve) => { setTimeout(resolve, 500); });
      return viewNames.map((view) => {
        const { stale = null, generated = null, proposal = null, ...card } = at(id, view);
        return { ...card, stale, generated, proposal, writing: false, count: { pieces: card.text.length, limit, cutAt: card.text.length > limit ? limit : null, exact: view !== 'details' } };
      });
    },
    'descriptions/history': ({ id, view }) => history.get(key(id, view)) ?? [],
    async 'descriptions/change'({ changes, title, continues }) {
      while (window.described.hold) await new Promise((resolve) => { setTimeout(resolve, 20); });
      if (window.described.failing !== '') throw Object.assign(new Error(window.described.failing), { data: { file: '/data/stickers/.sticker-lab/descriptions.db', remedy: 'Make room on the disk.' } });
      const [{ id, view, text, state, version }] = changes as readonly [DescriptionChange];
      const now = at(id, view);
      if (now.version !== version && now.state === 'edited' && now.text !== text) return { step: null, versions: [now.version], conflicts: [{ id, view, text: now.text, who: now.who }] };
      if (continues === null) acts.push({ title, before: [now] });
      const written = text ?? now.text;
      return { step: acts.length, versions: [put(id, view, { text: written, state: written === '' ? 'missing' : state ?? 'edited' }, title)], conflicts: [] };
    },
    'descriptions/restore': ({ id, view, version }) => {
      acts.push({ title: 'Restore', before: [at(id, view)] });
      const entry = history.get(key(id, view))!.find((one) => one.version === version)!;
      return { step: acts.length, versions: [put(id, view, { text: entry.text, state: entry.state }, 'Restore')], conflicts: [] };
    },
    'descriptions/undo': () => {
      const act = acts.pop();
      if (!act) return null;
      for (const { id, view, text, state } of act.before) put(id, view, { text, state }, `Undo: ${act.title}`);
      return { title: act.title, changed: act.before.map(({ id, view }) => ({ id, view })), kept: 0 };
    },
    'descriptions/redo': () => null,
    'descriptions/nextToReview': ({ id }) => {
      const left = ids.filter((one) => viewNames.some((view) => toReview(at(one, view))));
      const after = [...ids.slice(ids.indexOf(id ?? '') + 1), ...ids.slice(0, ids.indexOf(id ?? '') + 1)];
      return { id: after.find((one) => left.includes(one)) ?? null, left: left.length };
    },
    async 'descriptions/regenerate'({ root, id, view }, signal) {
      const { answer } = window.described;
      for (let length = 4; length <= (answer ?? 'Says').length; length += 4) {
        window.scriptedHost.tell('descriptions/didStream', { root, id, view, text: (answer ?? 'Says').slice(0, length) });
        await new Promise((resolve) => { setTimeout(resolve, 60); });
        if (signal.aborted) throw new Error('cancelled');
      }
      if (answer === null) await new Promise((_, reject) => { signal.addEventListener('abort', () => { reject(new Error('cancelled')); }); });
      if (answer === '') throw Object.assign(new Error('The model refused.'), { data: { file: 'http://127.0.0.1:11434', remedy: 'Change the prompt.' } });
      const proposal = { text: answer!, generation };
      Object.assign(at(id, view), { proposal });
      return proposal;
    },
    'descriptions/resolve': ({ id, view, take }) => {
      const now = at(id, view);
      acts.push({ title: 'Take', before: [now] });
      const version = take ? put(id, view, { text: now.proposal!.text, state: 'accepted' }, 'Take the new text') : now.version;
      Object.assign(at(id, view), { proposal: null });
      return { step: acts.length, versions: [version], conflicts: [] };
    },
  };
}
