import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where pictures of the last run are, and what was found in them. */
export const screenshotsFolder = join(import.meta.dirname, '../screenshots');
const linesFile = join(screenshotsFolder, 'views.ndjson');
const reportFile = join(screenshotsFolder, 'accessibility.json');

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
  await rm(linesFile);
  const rules = views.map((view) => view.rules);
  return `Looked at ${states.length} states in ${views.length} views: ${Math.min(...rules)} to ${Math.max(...rules)} rules of axe applied to each, and found ${violations.length} violations. Pictures and report: ${screenshotsFolder}`;
}
