/** Makes `dist/`: one bundle of our code, the documentation's files, and the manifest of what it needs beside it. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { docsFolderName, docsSources } from '../src/http/docs/docs-files.ts';

const root = join(import.meta.dirname, '..');
const outDir = join(root, 'dist');

interface Manifest {
  version: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
}

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
// Workspace packages are bundled; what comes from the registry stays outside and is installed by the deployment.
const dependencies = Object.fromEntries(
  Object.entries(manifest.dependencies).filter(([, range]) => !range.startsWith('workspace:')),
);

await rm(outDir, { recursive: true, force: true });
await mkdir(outDir, { recursive: true });
await build({
  entryPoints: [join(root, 'src/index.ts')],
  outfile: join(outDir, 'index.js'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  sourcemap: true,
  external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
});
await mkdir(join(outDir, docsFolderName));
for (const [name, source] of docsSources()) await copyFile(source, join(outDir, docsFolderName, name));
const deployed = {
  name: 'klayim-functions',
  version: manifest.version,
  private: true,
  type: 'module',
  main: 'index.js',
  engines: manifest.engines,
  dependencies,
};
await writeFile(join(outDir, 'package.json'), `${JSON.stringify(deployed, null, 2)}\n`);
console.log('Built apps/api/dist');
