/**
 * Writes the files that are made from the code: the OpenAPI document, and the tables of routes, error codes and reasons. With `--check` it
 * only says whether one of them is not what the code would make now, and fails then.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { apiPage } from '../src/http/openapi/api-page.ts';
import { createOpenApiDocument } from '../src/http/openapi/openapi-document.ts';
import { reasonsPage } from '../src/providers/reasons/reasons-page.ts';
import { allRoutes } from '../test/http/api-server.ts';
import { errorTable } from './error-table.ts';

const apiFolder = join(import.meta.dirname, '..');
const repository = join(apiFolder, '../..');
const { version } = JSON.parse(await readFile(join(apiFolder, 'package.json'), 'utf8')) as {
  version: string;
};

// No handler is called: what the routes are made of does not matter.
const routes = allRoutes();
const openApi = createOpenApiDocument(routes, version);
const generated: Record<string, string> = {
  [join(apiFolder, 'openapi.json')]: `${JSON.stringify(openApi, null, 2)}\n`,
  [join(repository, 'docs/errors.md')]: errorTable(),
  [join(repository, 'docs/reasons.md')]: reasonsPage(),
  [join(repository, 'docs/api.md')]: apiPage(openApi),
};

const onlyCheck = process.argv.includes('--check');
for (const [path, text] of Object.entries(generated)) {
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === text) {
    continue;
  }
  const name = relative(repository, path);
  if (onlyCheck) {
    console.error(`${name} is not what the code makes: run npx -y pnpm@10 generate`);
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
    console.log(`Wrote ${name}`);
  }
}
