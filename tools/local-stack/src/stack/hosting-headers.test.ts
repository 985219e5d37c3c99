import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from './repository.ts';

interface HeaderRule {
  source: string;
  headers: { key: string; value: string }[];
}

const { hosting } = JSON.parse(readFileSync(join(repositoryRoot, 'firebase.json'), 'utf8')) as {
  hosting: { headers: HeaderRule[] };
};
/** Hosting's own matching, as firebase-tools brings it. */
const fromFirebaseTools = createRequire(
  createRequire(import.meta.url).resolve('firebase-tools/package.json'),
);
const { configMatcher } = fromFirebaseTools('superstatic/lib/utils/patterns') as {
  configMatcher: (path: string, rule: HeaderRule) => boolean;
};

function headersOf(path: string): Record<string, string> {
  const rules = hosting.headers.filter((rule) =>
    configMatcher(path, { ...rule, source: rule.source.replace(/^(?!\/)/, '/') }),
  );
  return Object.fromEntries(rules.flatMap(({ headers }) => headers.map(({ key, value }) => [key, value])));
}

it.each([
  '/',
  '/index.html',
  '/connections',
  '/connections/4711',
  '/a/b/c/d.html',
  '/assets/index-abc.js',
  '/favicon.ico',
  '/api/docs',
])('Hosting forbids to frame %s, and to load anything from elsewhere', (path) => {
  const { 'Content-Security-Policy': policy = '', ...others } = headersOf(path);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(others).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    // A page that signs in by a pop-up has to reach it.
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  });
});
