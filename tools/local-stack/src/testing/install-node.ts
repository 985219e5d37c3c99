import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Node of another version than the one that runs the tests, from the package registry. */
export interface InstalledNode {
  /** Path of the program. */
  program: string;
  /** Such as `v22.12.0`. */
  version: string;
  remove: () => Promise<void>;
}

/** @param version such as `22`. @throws {Error} with what pnpm says. */
export async function installNode(version: string): Promise<InstalledNode> {
  const folder = await mkdtemp(join(tmpdir(), 'klayim-node-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'other-node', private: true }));
  await writeFile(join(folder, 'pnpm-workspace.yaml'), 'allowBuilds:\n  node: true\n');
  // None of what the package manager of this run tells its scripts.
  const environment = Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name));
  await run('npx', ['-y', 'pnpm@10', 'add', '--prefer-offline', `node@${version}`], {
    cwd: folder,
    env: Object.fromEntries(environment),
  });
  const program = join(folder, 'node_modules/node/bin/node');
  const { stdout } = await run(program, ['--version']);
  return { program, version: stdout.trim(), remove: () => rm(folder, { recursive: true, force: true }) };
}
