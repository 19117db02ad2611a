import { figureAnchor, reportMark, type ReportDocument, type ReportSection, type ReportTable } from './reportDocument.ts';

/** Plain text that Markdown shows as it is, on one line. */
const escape = (text: string) => text
  .replace(/\s+/gu, ' ').replace(/[\\`*_[\]|~#]/g, '\\$&').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/^(\d*)([-+.)])(?=\s|$)/, '$1\\$2');

/** The same as the HTML file, but for the figures, which it links to: neither GitHub nor VS Code shows a drawing within Markdown. `html`: that file's name, beside it. */
export function renderMarkdown({ title, sections }: ReportDocument, html: string): string {
  return [reportMark, `# ${escape(title)}`, ...sections.map((each) => section(each, html))].join('\n\n') + '\n';
}

function section({ title, paragraphs = [], facts = [], list = [], tables = [], figures = [] }: ReportSection, html: string): string {
  return [
    `## ${escape(title)}`,
    ...(facts.length > 0 ? [facts.map(([name, value]) => `- ${escape(name)}: ${escape(value)}`).join('\n')] : []),
    ...(list.length > 0 ? [list.map((item) => `- ${escape(item)}`).join('\n')] : []),
    ...tables.map(tableMarkdown),
    ...paragraphs.map(escape),
    ...(figures.length > 0 ? [figures.map(({ title: name, caption }, index) => `- [${escape(name)}](${encodeURIComponent(html)}#${figureAnchor(index)}): ${escape(caption)}`).join('\n')] : []),
  ].join('\n\n');
}

function tableMarkdown({ caption, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`;
  return [`${escape(caption)}:`, '', line(columns), `|${columns.map((_, index) => (index === 0 ? ' :-- ' : ' --: ')).join('|')}|`, ...rows.map(line)].join('\n');
}
