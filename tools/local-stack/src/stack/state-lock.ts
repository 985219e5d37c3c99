import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';
import { isRunning } from './processes.ts';
import { unusable } from './state-folder.ts';

/**
 * Takes a state folder for this process, so that no two stacks write to it, or one deletes what the other one uses.
 *
 * @returns what gives it back.
 * @throws {StackError} when another process has it, or it cannot be written.
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
  try {
    await mkdir(root, { recursive: true });
    await writeFile(file, String(process.pid));
  } catch (error) {
    throw unusable(root, error);
  }
  return () => rm(file, { force: true });
}
