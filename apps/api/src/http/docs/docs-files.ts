import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const apiFolder = join(import.meta.dirname, '../../..');
const ofOurPage = (name: string) => join(apiFolder, 'src/http/docs/page', name);
const ofSwaggerUi = (name: string) =>
  createRequire(join(apiFolder, 'package.json')).resolve(`swagger-ui-dist/${name}`);

/** Where the files of the documentation lie in the repository; the build copies them beside the bundle. */
const sources = {
  'openapi.json': () => join(apiFolder, 'openapi.json'),
  'index.html': () => ofOurPage('index.html'),
  'docs.js': () => ofOurPage('docs.js'),
  'docs.css': () => ofOurPage('docs.css'),
  'swagger-ui.css': () => ofSwaggerUi('swagger-ui.css'),
  'swagger-ui-bundle.js': () => ofSwaggerUi('swagger-ui-bundle.js'),
} as const satisfies Record<string, () => string>;

/** A file of the documentation. */
export type DocsFileName = keyof typeof sources;

/** Name of the folder beside the bundle. */
export const docsFolderName = 'docs';

/** Every file and where it lies in the repository. */
export function docsSources(): [DocsFileName, string][] {
  return (Object.keys(sources) as DocsFileName[]).map((name) => [name, sources[name]()]);
}

/** Path of a file: beside the bundle, or in the repository when the source itself runs. */
export function docsFile(name: DocsFileName): string {
  const built = join(import.meta.dirname, docsFolderName, name);
  return existsSync(built) ? built : sources[name]();
}
