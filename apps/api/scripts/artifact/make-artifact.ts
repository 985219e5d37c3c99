import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { docsFolderName, docsSources } from '../../src/http/docs/docs-files.ts';
import { apiFolder, bundle } from './bundle.ts';
import { cutLockfile } from './lockfile.ts';
import { artifactManifest, installedPackages, type PackageManifest } from './manifest.ts';
import { ownSourceMap } from './own-source-map.ts';

const repositoryFolder = join(apiFolder, '../..');

/**
 * Makes the folder that is deployed, in place of whatever was there.
 * @param entryPoint the module whose exports are the functions. Default: ours.
 */
export async function makeArtifact(
  outDir: string,
  entryPoint: string = join(apiFolder, 'src/index.ts'),
): Promise<Metafile> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const metafile = await bundle(outDir, entryPoint);
  for (const name of await readdir(outDir, { recursive: true })) {
    if (!name.endsWith('.map')) {
      continue;
    }
    const path = join(outDir, name);
    await writeFile(path, ownSourceMap(await readFile(path, 'utf8')));
  }
  await cp(join(import.meta.dirname, 'files'), outDir, { recursive: true });
  await mkdir(join(outDir, docsFolderName));
  for (const [name, source] of docsSources()) {
    await cp(source, join(outDir, docsFolderName, name));
  }
  const lockfile = await readFile(join(repositoryFolder, 'pnpm-lock.yaml'), 'utf8');
  await writeFile(join(outDir, 'pnpm-lock.yaml'), cutLockfile(lockfile, 'apps/api', installedPackages));
  const manifest = JSON.parse(await readFile(join(apiFolder, 'package.json'), 'utf8')) as PackageManifest;
  // Last: whoever finds it finds a whole artifact.
  const text = `${JSON.stringify(artifactManifest(manifest), null, 2)}\n`;
  await writeFile(join(outDir, 'package.json'), text);
  return metafile;
}
