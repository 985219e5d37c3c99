import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '../stack-error.ts';
import { modifiedAtMs, newestAtMs } from './newest.ts';
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
  const changedAtMs = await newestAtMs(sources);
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
