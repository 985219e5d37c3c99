/**
 * Writes what the client knows of the contract: the types of every operation, and what a call needs at run time. Both
 * are made of the OpenAPI document alone. With `--check` it only says whether one of them is not what the document
 * would make now, and fails then.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { withoutMediaExamples } from './media-examples.ts';
import { operationsOf } from './operations-table.ts';

const repository = join(import.meta.dirname, '../../..');
const folder = join(import.meta.dirname, '../src/generated');
const documentPath = join(repository, 'apps/api/openapi.json');
const document = JSON.parse(await readFile(documentPath, 'utf8')) as OpenAPI3;
const heading = `// Made of ${relative(repository, documentPath)} by "pnpm generate": change that, not this.\n\n`;

const generated: Record<string, string> = {
  'api.ts':
    heading + astToString(await openapiTypescript(withoutMediaExamples(document), { alphabetize: true })),
  'operations.ts': heading + operationsOf(document),
};

const onlyCheck = process.argv.includes('--check');
for (const [name, text] of Object.entries(generated)) {
  const path = join(folder, name);
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === text) {
    continue;
  }
  const shown = relative(repository, path);
  if (onlyCheck) {
    console.error(`${shown} is not what the OpenAPI document makes: run npx -y pnpm@10 generate`);
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
    console.log(`Wrote ${shown}`);
  }
}
