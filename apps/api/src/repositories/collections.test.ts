import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { collections } from './collections.ts';

it('every collection of the catalogue has the type of its documents, given once', async () => {
  const files = (await readdir(import.meta.dirname, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const sources = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')));
  const typed = sources.flatMap((source) =>
    [...source.matchAll(/typedCollection<\w+>\(\s*collections\.(\w+),?\s*\)/g)].map(([, name]) => name),
  );
  expect(typed.toSorted()).toEqual(Object.keys(collections).toSorted());
});
