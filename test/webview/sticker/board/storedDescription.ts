import type { ChangeReport, DescriptionView } from '../../../../extension/protocol/engine.ts';
import type { DraftPlace } from '../../../../webview/sticker/board/draft.ts';

/** One description with a history, kept as the service keeps it: a person's newer word than the one a change is based on stands. Answers wait until they are let go. */
export class StoredDescription implements DraftPlace {
  readonly view = 'intention';
  readonly written: { readonly text: string; readonly title: string; readonly continues: number | null; readonly state: string | undefined }[] = [];
  unsaved: { readonly text: string; readonly version: number } | null = null;
  text = 'Waves.';
  version = 3;
  who = 'llava';
  failing = '';
  held: (() => void)[] | null = null;

  change: DraftPlace['change'] = async ({ text, state, version }, title, continues): Promise<ChangeReport> => {
    if (this.held) await new Promise<void>((resolve) => { this.held!.push(resolve); });
    if (this.failing !== '') throw Object.assign(new Error(this.failing), { data: { file: '', remedy: 'Wait.' } });
    if (version !== this.version && this.who !== 'llava' && this.text !== text) return { step: null, versions: [this.version], conflicts: [{ id: 'a', view: 'intention', text: this.text, who: this.who }] };
    this.write(text ?? this.text, 'me');
    this.written.push({ text: this.text, title, continues, state });
    return { step: continues ?? this.version * 10, versions: [this.version], conflicts: [] };
  };

  read: DraftPlace['read'] = async () => this.present() as DescriptionView;

  journal: DraftPlace['journal'] = (unsaved) => { this.unsaved = unsaved; };

  changed: DraftPlace['changed'] = () => {};

  stored: DraftPlace['stored'] = () => {};

  write(text: string, who: string): void {
    this.text = text;
    this.who = who;
    this.version += 1;
  }

  present(): Pick<DescriptionView, 'text' | 'version' | 'who'> {
    return { text: this.text, version: this.version, who: this.who };
  }

  letGo(): void {
    for (const resolve of this.held?.splice(0) ?? []) resolve();
  }
}
