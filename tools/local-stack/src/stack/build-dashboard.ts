import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackError, sentenceOf } from '../stack-error.ts';
import { modifiedAtMs, newestAtMs } from './newest.ts';
import { dashboardFolder, repositoryRoot } from './repository.ts';

const run = promisify(execFile);

/** What the pages are built from. */
export const dashboardSources = [
  join(dashboardFolder, 'src'),
  join(dashboardFolder, 'public'),
  join(dashboardFolder, 'index.html'),
  join(dashboardFolder, 'sign-in.html'),
  join(dashboardFolder, 'vite.config.ts'),
  join(dashboardFolder, 'package.json'),
  join(repositoryRoot, 'packages/client/src'),
];

/** Where the build leaves the pages. */
export const builtDashboard = join(dashboardFolder, 'dist');

/**
 * Builds the dashboard, unless the last build is newer than every source file.
 *
 * @returns whether there was something to do.
 * @throws {StackError} with what the bundler says.
 */
export async function buildDashboard(): Promise<boolean> {
  const builtAtMs = await modifiedAtMs(join(builtDashboard, 'index.html'));
  if (builtAtMs > (await newestAtMs(dashboardSources))) {
    return false;
  }
  try {
    const vite = join(dashboardFolder, 'node_modules/vite/bin/vite.js');
    await run(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: dashboardFolder,
      // A test runner sets another, and React would be built for development: half as large again, and slower.
      env: { ...process.env, NODE_ENV: 'production' },
    });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new StackError(`The dashboard does not build: ${said || sentenceOf(error)}`, { cause: error });
  }
  return true;
}
