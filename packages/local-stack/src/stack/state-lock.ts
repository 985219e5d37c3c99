import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';
import { isRunning } from './processes.ts';

/**
 * Takes a state folder for this process, so that no two stacks write to it, or one deletes what the other one uses.
 *
 * @returns what gives it back.
 * @throws {StackError} when another process has it.
 */
export async function lockStateFolder(root: string): Promise<() => Promise<void>> {
  const file = join(root, 'running.pid');
  const holder = Number(await readFile(file, 'utf8').catch(() => 'none'));
  if (holder !== process.pid && isRunning(holder)) {
    throw new StackError(
      `Another stack (process ${holder}) works with ${root}. Stop it, or add --state-dir to work elsewhere. ` +
        `If that process is something else, delete ${file}.`,
    );
  }
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}
