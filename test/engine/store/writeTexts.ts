/** Started by the kill test as `writeTexts.ts FOLDER NAME FIRST`: writes one text after another, each in a transaction of its own, and says so once it is written. */
import { writeSync } from 'node:fs';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { generatedBy } from '../../support/generatedBy.ts';

const [folder, name, first] = process.argv.slice(2);
const { descriptions } = await openDescriptionStore(folder);
const generation = generatedBy('llava');
for (let i = Number(first); ; i++) {
  const sticker = `${name}-${i}.png`;
  const text = `text ${i} of ${name}`;
  if (i % 2 === 0) descriptions.addGenerated(sticker, 'style', text, generation, (present) => present === null);
  else descriptions.change({ title: 'Edit', who: name, continues: null }, [{ sticker, view: 'style', text, state: 'edited', generation: null, basedOn: 0 }]);
  writeSync(1, `${i}\n`);
}
