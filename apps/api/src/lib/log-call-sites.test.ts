import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The logger itself, commands whose output is for who typed them, and what only tests run. */
const exempt = /^lib\/process-logger\.ts$|^cli\/|\.(test|suite)\.ts$/;

it('nothing writes a log line but the logger, which keeps secrets out of it', async () => {
  const folder = join(import.meta.dirname, '..');
  const found: string[] = [];
  for await (const path of glob('**/*.ts', { cwd: folder })) {
    if (exempt.test(path)) {
      continue;
    }
    const source = await readFile(join(folder, path), 'utf8');
    if (/\bconsole\.\w+\(|firebase-functions\/logger|process\.std(out|err)\.write/.test(source)) {
      found.push(path);
    }
  }
  expect(found).toEqual([]);
});
