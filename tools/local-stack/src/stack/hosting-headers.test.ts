import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localHostingConfig } from './hosting.ts';
import { repositoryRoot } from './repository.ts';

interface Rule {
  source: string;
}
interface HeaderRule extends Rule {
  headers: { key: string; value: string }[];
}
interface Rewrite extends Rule {
  destination?: string;
  function?: object;
}

const { hosting } = JSON.parse(readFileSync(join(repositoryRoot, 'firebase.json'), 'utf8')) as {
  hosting: { headers: HeaderRule[]; rewrites: Rewrite[] };
};
/** Hosting's own matching, as firebase-tools brings it. */
const fromFirebaseTools = createRequire(
  createRequire(import.meta.url).resolve('firebase-tools/package.json'),
);
const { configMatcher } = fromFirebaseTools('superstatic/lib/utils/patterns') as {
  configMatcher: (path: string, rule: Rule) => boolean;
};

function matches(path: string, rule: Rule): boolean {
  return configMatcher(path, { ...rule, source: rule.source.replace(/^(?!\/)/, '/') });
}

/** A later rule overrides an earlier one. */
function headersOf(path: string, rules: HeaderRule[] = hosting.headers): Record<string, string> {
  const found = rules.filter((rule) => matches(path, rule));
  return Object.fromEntries(found.flatMap(({ headers }) => headers.map(({ key, value }) => [key, value])));
}

const rewriteOf = (path: string) => hosting.rewrites.find((rule) => matches(path, rule));
const pages = ['/', '/index.html', '/connections', '/connections/4711', '/a/b/c/d.html', '/settings/'];

describe('Hosting', () => {
  it.each([...pages, '/sign-in', '/sign-in.html', '/assets/index-abc.js', '/favicon.ico', '/api/docs', '/_'])(
    'forbids to frame %s, and inline scripts and styles',
    (path) => {
      const { 'Content-Security-Policy': policy = '', ...others } = headersOf(path);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/unsafe|\*|nonce|style-src/);
      expect(others).toMatchObject({
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
        // A page that signs in by a pop-up has to reach it.
        'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
      });
    },
  );

  it.each(pages)('lets nothing of another site run in %s', (path) => {
    expect(headersOf(path)['Content-Security-Policy']).not.toMatch(/script-src|frame-src|apis\.google\.com/);
  });

  it('lets the sign-in page alone run what pop-ups need, and frame this site alone', () => {
    const policy = headersOf('/sign-in')['Content-Security-Policy'];
    expect(policy).toContain("script-src 'self' https://apis.google.com;");
    expect(policy).toContain("frame-src 'self';");
  });

  // The iframe of the pop-up stands in our sign-in page, and the scripts in both pages are inline.
  it.each(['/__/auth/iframe', '/__/auth/handler', '/__/firebase/init.json'])(
    "leaves Firebase's own %s as it is",
    (path) => {
      expect(headersOf(path)).toEqual({});
    },
  );

  it.each(pages.slice(2))('serves the dashboard at %s, and has it looked at each time', (path) => {
    expect(rewriteOf(path)).toMatchObject({ destination: '/index.html' });
    expect(headersOf(path)['Cache-Control']).toBe('no-cache');
  });

  it('answers no page in place of a script that is gone: it would be kept for a year', () => {
    expect(rewriteOf('/assets/index-gone.js')).toBeUndefined();
    expect(headersOf('/assets/index-abc.js')['Cache-Control']).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/api', '/api/me', '/api/oauth/google/callback'])('passes %s on to the API', (path) => {
    expect(rewriteOf(path)).toMatchObject({ function: { functionId: 'api' } });
    expect(headersOf(path)['Cache-Control']).toBeUndefined();
  });

  it('adds nothing but the Auth emulator to the policies of a local stack', async () => {
    const local = await localHostingConfig('hosting', 'http://127.0.0.1:9099');
    for (const path of ['/connections', '/sign-in']) {
      const policy = headersOf(path, local.headers)['Content-Security-Policy'];
      expect(policy?.replaceAll(' http://127.0.0.1:9099', '')).toBe(
        headersOf(path)['Content-Security-Policy'],
      );
      expect(policy).toMatch(/connect-src [^;]*http:\/\/127\.0\.0\.1:9099/);
    }
  });
});
