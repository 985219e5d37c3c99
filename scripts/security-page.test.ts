import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../', import.meta.url);

it('every test that docs/security.md names exists', () => {
  const page = readFileSync(new URL('docs/security.md', root), 'utf8');
  const named = [...page.matchAll(/`([^`\s]+\.test\.ts)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
});
