import { checkFigure } from './checkFigure.ts';
import { figureAnchor, reportMark, type ReportDocument, type ReportFigure, type ReportSection, type ReportTable } from './reportDocument.ts';

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign]);

const style = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1040px; padding: 24px 20px 48px; font: 15px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ccc; }
table { border-collapse: collapse; margin: 12px 0; font-variant-numeric: tabular-nums; display: block; max-width: 100%; overflow-x: auto; }
caption { text-align: left; color: #555; padding: 4px 0; }
th, td { padding: 3px 10px; border-bottom: 1px solid #ddd; text-align: right; } th[scope=row], th:first-child { text-align: left; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; } dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 20px 0; break-inside: avoid; } figure svg { max-width: 100%; height: auto; }
li { margin: 4px 0; }
@media print { body { max-width: none; padding: 0; } }`;

/** One file that needs no other: it runs nothing and loads nothing. */
export function renderHtml({ title, sections }: ReportDocument): string {
  return `<!DOCTYPE html>
${reportMark}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${sections.map(section).join('\n')}
</body>
</html>
`;
}

function section({ title, paragraphs = [], facts = [], list = [], tables = [], figures = [] }: ReportSection): string {
  return [
    `<h2>${escape(title)}</h2>`,
    ...(facts.length > 0 ? [`<dl>${facts.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join('')}</dl>`] : []),
    ...(list.length > 0 ? [`<ul>${list.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`] : []),
    ...tables.map(tableHtml),
    ...paragraphs.map((text) => `<p>${escape(text)}</p>`),
    ...figures.map(figureHtml),
  ].join('\n');
}

function tableHtml({ caption, columns, rows }: ReportTable): string {
  const row = ([heading, ...cells]: readonly string[]) => `<tr><th scope="row">${escape(heading)}</th>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;
  return `<table><caption>${escape(caption)}</caption>
<thead><tr>${columns.map((name) => `<th scope="col">${escape(name)}</th>`).join('')}</tr></thead>
<tbody>${rows.map(row).join('\n')}</tbody></table>`;
}

function figureHtml(figure: ReportFigure, index: number): string {
  // Title and caption are drawn in the figure itself.
  const svg = checkFigure(figure).replace(/^<svg\b/, `<svg role="img" aria-label="${escape(`${figure.title}. ${figure.caption}`)}"`);
  return `<figure id="${figureAnchor(index)}">${svg}</figure>`;
}
