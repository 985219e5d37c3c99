import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from '../fixtures/repository.ts';
import { resultsSchema } from '../results/results.schema.ts';
import { withParts } from './document.ts';
import { plotsOf } from './plots.ts';
import { tablesOf } from './tables.ts';

/** Where a run leaves what it measured. */
export const resultsFile = join(repositoryFolder, 'bench/results.json');

const document = 'docs/performance.md';
const plotsFolder = 'docs/performance';

/** Makes the document's tables and all plots again from the results. */
export async function writeReport(): Promise<void> {
  await mkdir(join(repositoryFolder, plotsFolder), { recursive: true });
  for (const [name, text] of await reportFiles()) {
    await writeFile(join(repositoryFolder, name), text);
  }
}

/** Names of the files that are not what the results say. */
export async function findDrift(): Promise<string[]> {
  const drifted: string[] = [];
  for (const [name, text] of await reportFiles()) {
    const found = await readFile(join(repositoryFolder, name), 'utf8').catch(() => null);
    if (found !== text) {
      drifted.push(name);
    }
  }
  return drifted;
}

/** Every file of the report by its path in the repository, and what is to stand in it. */
async function reportFiles(): Promise<Map<string, string>> {
  const results = resultsSchema.parse(JSON.parse(await readFile(resultsFile, 'utf8')));
  const text = await readFile(join(repositoryFolder, document), 'utf8');
  const files = new Map([[document, withParts(text, tablesOf(results))]]);
  for (const [name, svg] of Object.entries(plotsOf(results))) {
    files.set(`${plotsFolder}/${name}.svg`, svg);
  }
  return files;
}
