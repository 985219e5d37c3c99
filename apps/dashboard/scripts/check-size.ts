/** Builds the pages and fails when what a browser loads first is more script than it may be. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { firstLoads, maxFirstLoadBytes } from './first-load.ts';

const folder = await mkdtemp(join(tmpdir(), 'klayim-dashboard-'));
try {
  await build({
    root: join(import.meta.dirname, '..'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  for (const { name, gzippedBytes } of await firstLoads(folder)) {
    process.stdout.write(`${name}: ${(gzippedBytes / 1000).toFixed(1)} KB of script, gzipped\n`);
    if (gzippedBytes > maxFirstLoadBytes) {
      process.stderr.write(`That is more than ${maxFirstLoadBytes / 1000} KB.\n`);
      process.exitCode = 1;
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
