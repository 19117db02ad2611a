import type { WeightsReport } from '../../engine/cli/weights.ts';
import { catalog, type SetName } from '../../engine/pretrained/catalog.ts';

export interface WeightItem {
  readonly name: SetName;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly picked: boolean;
}

const megabytes = (files: WeightsReport['sets'][number]['files']) => Math.round(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);

/** What the Quick Pick offers: sets that are not whole are chosen beforehand where something of them is there. */
export const weightItems = ({ sets }: WeightsReport): WeightItem[] => sets.map(({ name, state, files, source }) => {
  const about = `about ${catalog[name].megabytes} MB`;
  const description = { absent: about, partial: `partly there: ${megabytes(files)} of ${about}`, present: `there: ${megabytes(files)} MB` }[state];
  const from = source ? `${source.repo}, commit ${source.commit.slice(0, 8)}` : state === 'present' ? 'placed by hand' : catalog[name].repo;
  return { name, label: name, description, detail: `${catalog[name].title}. ${from}`, picked: state === 'partial' };
});
