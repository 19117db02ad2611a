import { open } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { renderHtml } from './renderHtml.ts';
import { renderMarkdown } from './renderMarkdown.ts';
import { reportMark, type ReportDocument } from './reportDocument.ts';

/**
 * Writes a report as HTML and, beside it under the same name, as Markdown; -> both files.
 * @param file the HTML file; `.html` is added where it is missing
 * @throws StickerLabError where one of them is there already and is no report, or cannot be written
 */
export async function writeReport(document: ReportDocument, file: string): Promise<{ html: string; markdown: string }> {
  const html = /\.html?$/i.test(file) ? file : `${file}.html`;
  const markdown = html.replace(/\.html?$/i, '.md');
  const contents = [[html, renderHtml(document)], [markdown, renderMarkdown(document, path.basename(html))]] as const;
  for (const [each] of contents) await refuseOthers(each);
  for (const [each, content] of contents) await writeAtomically(each, content);
  return { html, markdown };
}

/** The person was asked about the one file at most, and a dataset's files are never replaced. */
async function refuseOthers(file: string): Promise<void> {
  const start = await readStart(file);
  if (start === null || start.includes(reportMark)) return;
  throw new StickerLabError(`${path.basename(file)} is there already, and is no report.`, file, 'Choose another name for the report, or move that file away.');
}

async function readStart(file: string): Promise<string | null> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw fileFailure(error, file);
  });
  if (!handle) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    throw fileFailure(error, file);
  } finally {
    await handle.close();
  }
}
