import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeReport } from '../../../engine/report/composeReport.ts';
import { writeReport } from '../../../engine/report/writeReport.ts';
import { drawing, exampleReport } from './exampleReport.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'report-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = (file: string) => readFile(file, 'utf8');

test('one HTML file that runs and loads nothing, with every text as text', async () => {
  const { html } = await writeReport(composeReport(exampleReport()), path.join(folder, 'first'));
  expect(html).toBe(path.join(folder, 'first.html'));
  const text = await read(html);
  expect(text).toContain('<th scope="row">&lt;b&gt;fear|&lt;/b&gt;</th>');
  expect(text).toContain('<li>2 stickers are gone &amp; &quot;lost&quot;.</li>');
  expect(text).toContain(`<svg role="img" aria-label="Confusion &lt;matrix&gt;. Run first, test split, seed 3"${drawing.slice('<svg'.length)}`);
  expect(text).toContain('content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:"');
  expect(text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/<script|<link|https?:|<b>/i);
});

test('its Markdown twin holds the tables and leads to the figures', async () => {
  const { markdown } = await writeReport(composeReport(exampleReport()), path.join(folder, 'my report.html'));
  expect(markdown).toBe(path.join(folder, 'my report.md'));
  const lines = (await read(markdown)).split('\n');
  expect(lines).toContain('# first on faces');
  expect(lines).toContain('| joy | 3 | 1 |');
  expect(lines).toContain('| &lt;b>fear\\|&lt;/b> | 1 | 3 |');
  expect(lines).toContain('- [Confusion &lt;matrix>](my%20report.html#figure-1): Run first, test split, seed 3');
  const widths = lines.filter((line) => line.startsWith('|')).map((line) => line.replaceAll('\\|', '').split('|').length);
  expect(widths.length).toBeGreaterThan(20);
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('| :--')) expect(line.split('|').length).toBe(lines[index - 1].replaceAll('\\|', '').split('|').length);
  }
});

test('an earlier report is replaced, anything else is not', async () => {
  const file = path.join(folder, 'readme.html');
  await writeReport(composeReport(exampleReport()), file);
  await writeReport(composeReport(exampleReport({ written: '2026-05-05T00:00:00.000Z' })), file);
  expect(await read(file)).toContain('2026-05-05');
  await rm(file);
  await writeFile(path.join(folder, 'readme.md'), '# Mine');
  await expect(writeReport(composeReport(exampleReport()), file)).rejects.toMatchObject({ message: 'readme.md is there already, and is no report.', remedy: expect.stringContaining('another name') as string });
  expect(await read(path.join(folder, 'readme.md'))).toBe('# Mine');
  expect(await readdir(folder)).toEqual(['readme.md']);
});

test('a figure that is more than a drawing stops the whole report', async () => {
  const figures = [{ title: 'Bad', caption: '', svg: '<svg><script/></svg>' }];
  await expect(writeReport(composeReport(exampleReport({ figures })), path.join(folder, 'a.html'))).rejects.toThrow('The figure "Bad" holds more than a drawing.');
  expect(await readdir(folder)).toEqual([]);
});
