import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '../stack-error.ts';
import { apiFolder, repositoryRoot } from './repository.ts';

const run = promisify(execFile);

/** What the bundle is made from. */
export const sources = [
  join(apiFolder, 'src'),
  join(apiFolder, 'scripts'),
  join(apiFolder, 'package.json'),
  join(repositoryRoot, 'packages/shared/src'),
  join(repositoryRoot, 'pnpm-lock.yaml'),
];

/** Where the build leaves the bundle and its manifest. */
export const builtApi = join(apiFolder, 'dist');

/**
 * Bundles the API, unless the last bundle is newer than every source file.
 *
 * @returns whether there was something to do.
 * @throws {StackError} with what the bundler says.
 */
export async function buildApi(): Promise<boolean> {
  const builtAtMs = await modifiedAtMs(join(builtApi, 'package.json'));
  const changedAtMs = Math.max(...(await Promise.all(sources.map(newestAtMs))));
  if (builtAtMs > changedAtMs) {
    return false;
  }
  try {
    await run(process.execPath, [join(apiFolder, 'scripts/build.ts')], { cwd: apiFolder });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const faults = said.split('\n').filter((line) => line.includes('ERROR'));
    throw new StackError(`The API does not build: ${faults.join(' ').trim() || said.trim()}`, {
      cause: error,
    });
  }
  return true;
}

async function newestAtMs(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Math.max(await modifiedAtMs(path), ...(await Promise.all(files.map(modifiedAtMs))));
}

async function modifiedAtMs(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.mtimeMs ?? 0;
}
