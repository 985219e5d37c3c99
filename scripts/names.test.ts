import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const sources = globSync('{apps,packages,tools,scripts}/**/*.{ts,tsx}', {
  cwd: root,
  exclude: ['**/node_modules/**', '**/dist/**'],
});
/** An async function or constant; a verb before it, as in `revokeGrantOf`, makes two words. */
const waits = /\b(?:async function ([a-z]+Of)\b|const ([a-z]+Of) = async\b)/g;

it('what is named `linesOf` computes from what it is given; what reads, writes or waits begins with a verb', () => {
  expect(sources.length).toBeGreaterThan(1_000);
  const found = sources.flatMap((path) =>
    Array.from(
      readFileSync(join(root, path), 'utf8').matchAll(waits),
      ([, one, other]) => `${path}: ${one ?? other}`,
    ),
  );
  expect(found).toEqual([]);
});
