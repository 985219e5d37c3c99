import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const folder = new URL('docs/security/', root);
const pages = ['docs/security.md', ...readdirSync(folder).map((name) => `docs/security/${name}`)];

interface NamedTest {
  page: string;
  file: string;
  /** What the page says the test is called. */
  title: string;
}

/** Tests are named as a file in backticks, and then the titles of its tests in quotation marks: `a.test.ts` “one” “two”. */
function testsNamedIn(page: string): NamedTest[] {
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(/`([^`\s]+\.(?:test|suite)\.ts)`((?:\s*“[^”]+”)*)/g)].flatMap(
    ([, file = '', titles = '']) =>
      [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ page, file, title })),
  );
}

function filesNamedIn(page: string): string[] {
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(/`([^`\s]+\.(?:test|suite)\.ts)`/g)].map(([, file = '']) => file);
}

/** Where a file is: from the root of the repository, the API, or its source. */
function locate(file: string): URL | undefined {
  return ['', 'apps/api/', 'apps/api/src/']
    .map((folder) => new URL(folder + file, root))
    .find((url) => existsSync(url));
}

/** The titles of the tests in a file: texts that are the first argument of a call. */
function titlesIn(file: string): ReadonlySet<string> {
  const url = locate(file);
  const source = url ? readFileSync(url, 'utf8') : '';
  const literals = source.matchAll(/\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`)\s*,/g);
  return new Set([...literals].map(([, single, double, template]) => single ?? double ?? template ?? ''));
}

describe.each(pages)('%s', (page) => {
  it('names only test files that exist', () => {
    expect(filesNamedIn(page).filter((file) => !locate(file))).toEqual([]);
  });

  it('names only tests that their files have', () => {
    const missing = testsNamedIn(page).filter(({ file, title }) => !titlesIn(file).has(title));
    expect(missing).toEqual([]);
  });

  it('has a test or a reason in every row of a table', () => {
    const rows = readFileSync(new URL(page, root), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows.filter((row) => /\|\s*\|\s*$/.test(row))).toEqual([]);
  });
});

it('the search finds the tests that the pages name', () => {
  const named = pages.flatMap(testsNamedIn);
  expect(named.length).toBeGreaterThan(100);
  expect(titlesIn('lib/encryption.test.ts')).toContain('notices one flipped bit in any byte of any field');
  expect(titlesIn('lib/encryption.test.ts')).not.toContain('a test that nobody wrote');
});
