import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** When the newest of the files, and of those in the folders, was changed: milliseconds, 0 when there are none. */
export async function newestAtMs(paths: readonly string[]): Promise<number> {
  return Math.max(0, ...(await Promise.all(paths.map(newestInAtMs))));
}

async function newestInAtMs(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Math.max(...(await Promise.all([path, ...files].map(modifiedAtMs))));
}

/** Milliseconds; 0 when there is no such file. */
export async function modifiedAtMs(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.mtimeMs ?? 0;
}
