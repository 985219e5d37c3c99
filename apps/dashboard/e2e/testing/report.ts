import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where pictures of the last run are, and what was found in them. */
export const screenshotsFolder = join(import.meta.dirname, '../screenshots');
const linesFile = join(screenshotsFolder, 'views.ndjson');
const reportFile = join(screenshotsFolder, 'accessibility.json');
const indexFile = join(screenshotsFolder, 'index.html');

/** A state of the dashboard at one width, in one colour scheme. */
export interface View {
  state: string;
  width: number;
  colorScheme: 'light' | 'dark';
  /** How many of axe's rules applied, and what they found. */
  rules: number;
  violations: string[];
}

/** Keeps what was found in a view. */
export async function noteView(view: View): Promise<void> {
  await appendFile(linesFile, `${JSON.stringify(view)}\n`);
}

/** Forgets what an earlier run found. */
export async function beginReport(): Promise<void> {
  await rm(linesFile, { force: true });
}

/** Writes all views of the run as one report. @returns what it comes to, in a sentence; null when nothing was looked at. */
export async function endReport(): Promise<string | null> {
  const lines = await readFile(linesFile, 'utf8').catch(() => '');
  const views = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as View);
  if (views.length === 0) {
    return null;
  }
  const states = [...new Set(views.map(({ state }) => state))].sort();
  const violations = views.flatMap((view) => view.violations);
  await writeFile(reportFile, `${JSON.stringify({ states, violations, views }, null, 2)}\n`);
  await writeFile(indexFile, indexOf(states, views));
  await rm(linesFile);
  const rules = views.map((view) => view.rules);
  return `Looked at ${states.length} states in ${views.length} views: ${Math.min(...rules)} to ${Math.max(...rules)} rules of axe applied to each, and found ${violations.length} violations. Look through the pictures: ${indexFile}`;
}

/** A page with all pictures of the run, state by state, to be opened from its folder. */
function indexOf(states: readonly string[], views: readonly View[]): string {
  const sections = states.map((state) => {
    const pictures = views
      .filter((view) => view.state === state)
      .map(({ width, colorScheme, violations }) => {
        const file = `${state}-${width}-${colorScheme}.png`;
        const found = violations.length === 0 ? '' : `, ${violations.length} violations`;
        return `<figure><a href="${file}"><img src="${file}" alt="${state}, ${width} px, ${colorScheme}" loading="lazy"></a><figcaption>${width} px, ${colorScheme}${found}</figcaption></figure>`;
      });
    return `<section id="${state}"><h2>${state}</h2><div>${pictures.join('')}</div></section>`;
  });
  const links = states.map((state) => `<a href="#${state}">${state}</a>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>States of the dashboard</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 1rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
section > div { display: flex; gap: 1rem; overflow-x: auto; align-items: flex-start; }
figure { margin: 0; }
img { border: 1px solid #888; height: 320px; }
</style></head>
<body><h1>${states.length} states in ${views.length} views</h1>
<nav>${links.join('')}</nav>
${sections.join('\n')}
</body></html>
`;
}
