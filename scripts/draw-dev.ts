/**
 * Draws what `dev` printed, for the README: `node scripts/draw-dev.ts [LOG]`, after `npx -y pnpm@10 dev --once`. The log is
 * `.local/logs/dev.log` unless another one is named. Nothing is added to the lines, and what is left out is marked by "…".
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const repository = join(import.meta.dirname, '..');
const picture = join(repository, 'docs/images/dev.svg');
const [log = join(repository, '.local/logs/dev.log')] = process.argv.slice(2);

/** Steps that are shown whole; of the others, the table at the end has a line. */
const shownSteps = [6, 7, 8];
const columns = 84;
const lineHeight = 18;
const characterWidth = 7.8;
const margin = 16;

const text = stripVTControlCharacters(await readFile(log, 'utf8'));
await mkdir(dirname(picture), { recursive: true });
await writeFile(picture, draw(chooseLines(text.split('\n'))));

function chooseLines(lines: readonly string[]): string[] {
  const steps = shownSteps.flatMap((number) => {
    const start = lines.findIndex((line) => line.includes(`] ${number}. `));
    if (start < 0) {
      throw new Error(`${log} has no step ${number}`);
    }
    return [...lines.slice(start, lines.indexOf('', start)), ''];
  });
  const end = lines.findIndex((line) => /^ +all \d+ steps are ok/.test(line));
  if (end < 0) {
    throw new Error(`${log} is of a run that did not end well`);
  }
  const table = lines.slice(lines.lastIndexOf('', end) + 1, end + 1);
  return ['$ npx -y pnpm@10 dev', '…', ...steps, '…', ...table];
}

function draw(lines: readonly string[]): string {
  const width = Math.ceil(columns * characterWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const rows = lines.map((line, index) => {
    const y = margin + (index + 0.75) * lineHeight;
    const shown = line.length > columns ? `${line.slice(0, columns - 1)}…` : line;
    return `<text x="${margin}" y="${y}" class="${styleOf(line)}" xml:space="preserve">${escapeXml(shown)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>What npx -y pnpm@10 dev prints</title>
<style>text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:#c9d1d9}.head{font-weight:bold;fill:#f0f6fc}.ok{fill:#3fb950}</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}

function styleOf(line: string): string {
  if (/^(\[|\$)/.test(line)) {
    return 'head';
  }
  return /^ +ok after|^ +\d+ .* ok |^ +all \d+ steps/.test(line) ? 'ok' : 'plain';
}

function escapeXml(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
