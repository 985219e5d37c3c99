import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a browser may load before it shows a page. */
export const maxFirstLoadBytes = 120_000;

/** The scripts of a first visit, from nothing to a page that can be used. */
const visits = [
  { name: 'Signing in', entries: ['sign-in.html'] },
  { name: 'Connections', entries: ['index.html', 'src/pages/connections/connections-page.tsx'] },
];

interface Chunk {
  file: string;
  imports?: string[];
}

/**
 * Adds up what each first visit loads: its entries and everything that they import at once.
 * @param folder a build with its manifest.
 * @throws {Error} when an entry is not part of the build.
 */
export async function firstLoads(folder: string): Promise<{ name: string; gzippedBytes: number }[]> {
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  return Promise.all(
    visits.map(async ({ name, entries }) => {
      const files = filesOf(manifest, entries);
      const sizes = await Promise.all(
        files.map(async (file) => gzipSync(await readFile(join(folder, file))).length),
      );
      return { name, gzippedBytes: sizes.reduce((sum, size) => sum + size, 0) };
    }),
  );
}

function filesOf(manifest: Record<string, Chunk>, entries: readonly string[]): string[] {
  const reached = new Set(entries);
  // Grows while it is walked.
  for (const id of reached) {
    const chunk = manifest[id];
    if (!chunk) {
      throw new Error(`${id} is not part of the build.`);
    }
    for (const imported of chunk.imports ?? []) {
      reached.add(imported);
    }
  }
  return [...reached].map((id) => manifest[id]?.file ?? '');
}
