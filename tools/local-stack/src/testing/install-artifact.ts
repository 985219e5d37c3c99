import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { promisify } from 'node:util';
import { buildApi, builtApi } from '../stack/build-api.ts';

const run = promisify(execFile);

/**
 * Copies the built API out of the repository and installs there what it declares, as Cloud Build does: `pnpm install`
 * with CI set, which takes the lockfile as it is.
 *
 * @returns the folder.
 * @throws {Error} with what pnpm says.
 */
export async function installArtifact(folder: string): Promise<string> {
  await buildApi();
  await cp(builtApi, folder, { recursive: true });
  // None of what the package manager of this run tells its scripts.
  const environment = Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name));
  await run('npx', ['-y', 'pnpm@10', 'install', '--prefer-offline'], {
    cwd: folder,
    env: { ...Object.fromEntries(environment), CI: 'true', NODE_ENV: 'production' },
  });
  return folder;
}
