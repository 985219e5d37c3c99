import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { guardOutput } from './guard-output.ts';
import type { LogFields } from './logger.ts';
import { createStructuredLogger } from './process-logger.ts';
import { redact } from './redact.ts';
import { redactText } from './redact-text.ts';

// The shapes of their secrets come from the authorization servers.
import '../providers/index.ts';

const random = (bytes: number) => randomBytes(bytes).toString('base64url');
const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const pem = createPrivateKey(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
).export({ format: 'pem', type: 'pkcs8' }) as string;

/** Secrets by kind, each with the part of it that must never be seen. */
const canaries: Record<string, { secret: string; core?: string }> = {
  'a JSON Web Token': {
    secret: `${json({ alg: 'RS256', typ: 'JWT' })}.${json({ sub: 'ada' })}.${random(64)}`,
  },
  'an access token of Google': { secret: `ya29.${random(80)}` },
  'a refresh token of Google': { secret: `1//0g${random(40)}` },
  'an authorization code of Google': { secret: `4/0A${random(30)}` },
  'a client secret of Google': { secret: `GOCSPX-${random(21)}` },
  'a refresh token of Microsoft': { secret: `0.AX${random(60)}.${random(40)}` },
  'a refresh token for consumers': { secret: `M.C5${random(20)}.-Cr${random(80)}*${random(10)}$$` },
  'a client secret of Microsoft': { secret: `abc8Q~${random(25).slice(0, 33)}` },
  'an opaque token': { secret: random(32) },
  'an encryption key': { secret: randomBytes(32).toString('base64') },
  'a key in hex': { secret: randomBytes(32).toString('hex') },
  'a private key': { secret: pem, core: pem.split('\n')[1] ?? '' },
};
/** The texts that a secret can stand in. */
const places: Record<string, (secret: string) => string> = {
  alone: (secret) => secret,
  'a sentence': (secret) => `the provider said "${secret}", and closed`,
  'an Authorization header': (secret) => `Authorization: Bearer ${secret}`,
  'a query string': (secret) =>
    `GET https://api.example/oauth/google/callback?scope=a&code=${secret}&state=x failed`,
  'a form': (secret) => `grant_type=refresh_token&refresh_token=${encodeURIComponent(secret)}`,
  'quoted JSON': (secret) => JSON.stringify({ refresh_token: secret, expires_in: 3600 }),
};
/** The fields that a secret can stand in. */
const carriers: Record<string, (secret: string) => LogFields> = {
  'a field of any name': (secret) => ({ detail: secret }),
  'a field of a secret name': (secret) => ({ accessToken: secret }),
  'nested fields': (secret) => ({ a: { b: [{ c: { refresh_token: secret } }] } }),
  'the name of a field': (secret) => ({ [secret]: 1 }),
  'a map and a set': (secret) => ({ map: new Map([['x', secret]]), set: new Set([secret]) }),
  'the message of an error': (secret) => ({ error: new Error(`failed with ${secret}`) }),
  'the cause of an error': (secret) => ({ error: new Error('failed', { cause: new Error(secret) }) }),
  'the cause of a cause, a text': (secret) => ({
    error: new Error('failed', { cause: new Error('x', { cause: secret }) }),
  }),
  'one of several errors': (secret) => ({ error: new AggregateError([new Error(secret)], 'failed') }),
  "the request and answer on a library's error": (secret) => ({
    error: Object.assign(new Error('invalid_grant'), {
      config: { data: { refresh_token: secret }, headers: { authorization: `Bearer ${secret}` } },
      response: { data: { access_token: secret }, config: { url: `https://x/?code=${secret}` } },
      correlationId: secret,
      subError: secret,
    }),
  }),
  'what toJSON gives': (secret) => ({ thing: { toJSON: () => ({ token: secret }) } }),
  bytes: (secret) => ({ body: Buffer.from(secret) }),
};

function coreOf({ secret, core }: { secret: string; core?: string }): string {
  return core ?? secret.slice(Math.floor(secret.length / 3), Math.floor(secret.length / 3) + 12);
}

describe('a log line', () => {
  const levels = ['debug', 'info', 'warn', 'error', 'critical'] as const;
  const cases = Object.keys(canaries).flatMap((kind) => [
    ...Object.keys(places).map((place) => ({ kind, place })),
    ...Object.keys(carriers).map((place) => ({ kind, place })),
  ]);

  it.each(cases)('never holds $kind in $place', ({ kind, place }) => {
    const canary = canaries[kind] ?? { secret: '' };
    const text = places[place]?.(canary.secret);
    const written: string[] = [];
    const logger = createStructuredLogger((entry) => written.push(JSON.stringify(entry)));
    for (const level of levels) {
      if (text !== undefined) {
        logger[level](text, { text, at: new Error(text) });
      } else {
        logger[level]('something happened', carriers[place]?.(canary.secret));
      }
    }
    expect(written).toHaveLength(levels.length);
    for (const line of written) {
      expect(line).not.toContain(coreOf(canary));
    }
  });

  it.each(cases.filter(({ place }) => place in places))(
    'never leaves this process with $kind in $place, whoever writes it',
    ({ kind, place }) => {
      const canary = canaries[kind] ?? { secret: '' };
      const text = places[place]?.(canary.secret) ?? '';
      const output = new PassThrough();
      guardOutput(output);
      guardOutput(output);
      output.write(`${text}\n`);
      output.write(Buffer.from(`${JSON.stringify({ message: text, nested: { detail: text } })}\n`));
      const seen = String(output.read());
      expect(seen).not.toContain(coreOf(canary));
      expect(seen).toContain('[redacted]');
    },
  );
});

describe('what may be logged', () => {
  it('never holds the password of an SMTP server, however short, in a mail client’s error', () => {
    const password = 'tr0ub4dor&3';
    const encoded = Buffer.from(`\0klayim\0${password}`).toString('base64');
    const said = [
      { auth: { user: 'klayim', pass: password } },
      { SMTP_PASSWORD: password },
      { detail: `smtps://klayim:${password}@smtp.example.com:465 failed` },
      { detail: `C: AUTH PLAIN ${encoded}` },
      { error: new Error(`Invalid login: AUTH PLAIN ${encoded} was refused`) },
    ].map((fields) => JSON.stringify(redact(fields)));
    for (const line of said) {
      expect(line).not.toContain('tr0ub4dor');
      expect(line).not.toContain(encoded);
    }
    expect(redactText('https://api.example.com:443/a@b?c')).toBe('https://api.example.com:443/a@b?c');
  });

  it('is unchanged without a secret', () => {
    const fields = {
      requestId: randomUUID(),
      trace: '4bf92f3577b34da6a3ce929d0e0e4736',
      integrationId: `google_${random(32)}`,
      organizationId: 'northwind',
      userId: 'kX2mZp0aQw9sLr7tYv3bNc5dEf1g',
      route: '/integrations/:id/token',
      code: 'provider_unavailable',
      state: 'retired',
      causeName: 'GaxiosError',
      credentials: 12,
      keyVersion: 3,
      status: 200,
      completed: true,
      at: '2026-11-23T10:15:00.000Z',
      frames: [
        'at runRoute (file:///workspace/node_modules/.pnpm/express@5.3.0/node_modules/express/lib/a.js:10:2)',
      ],
      places: ['/items/0/lastRefreshedAt: invalid_type'],
      nothing: null,
      byProvider: { google_calendar: { due: 1, refreshed: 1 } },
    };
    expect(redact(fields)).toEqual(fields);
    const sentence = 'The provider refuses our application: its registration or secret needs the operator';
    expect(redactText(sentence)).toBe(sentence);
  });

  it('describes an error: what, where, and why', () => {
    const error = Object.assign(new TypeError('no answer', { cause: 'ETIMEDOUT' }), { code: 'ECONNRESET' });
    expect(redact(error)).toEqual({
      name: 'TypeError',
      message: 'no answer',
      code: 'ECONNRESET',
      stack: expect.stringMatching(/^TypeError: no answer\n +at .*\/src\/lib\/redact\.test\.ts:\d+:\d+\n/),
      cause: 'ETIMEDOUT',
    });
  });

  it('is cut where it would be endless, and no logged value can throw', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    let deep: unknown = 'bottom';
    for (let depth = 0; depth < 100; depth++) {
      deep = { deep };
    }
    const hostile = {
      get value(): never {
        throw new Error('no');
      },
    };
    expect(redact(circle)).toEqual({ self: '[circular]' });
    expect(JSON.stringify(redact(deep))).toContain('[deep]');
    expect(redact({ hostile, also: 1 })).toEqual({ hostile: '[unreadable]', also: 1 });
    expect(redact([1n, Symbol('s'), () => 1])).toEqual(['1', 'Symbol(s)', '[function]']);
  });
});
