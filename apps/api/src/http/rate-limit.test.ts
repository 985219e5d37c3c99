import { readFile } from 'node:fs/promises';
import type { IssuedApiKey } from '@klayim/shared/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { callAt, readProblem, startApi } from '../../test/http/api-server.ts';
import { idTokenOf } from '../../test/http/test-identity.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { wireServices } from '../../test/wired-services.ts';
import { minuteMs } from '../lib/duration.ts';
import { collections } from '../repositories/collections.ts';
import { rateLimitClasses } from './rate-limit-classes.ts';

const authorize = { method: 'POST', idToken: idTokenOf('owner') };
const path = '/integrations/google_calendar/authorize';

describe('rate limits', () => {
  const { firestore } = useTestFirestore();
  let windows = 0;
  beforeEach(() => {
    windows += 1;
  });

  /** Of an instance. The clock stands at the beginning of a minute of each test's own: no window ends while it runs. */
  function lastingQuotas() {
    const nowMs = (Math.ceil(Date.now() / minuteMs) + windows * 60) * minuteMs;
    return wireServices({ firestore, clock: () => nowMs }).quotas;
  }

  it('say how much is allowed and left, and then when to come back', async () => {
    const api = await startApi({ quotas: lastingQuotas() });
    const first = await api.call(path, authorize);
    expect(first.headers.get('ratelimit-policy')).toMatch(
      /^"caller"; q=20; w=60; pk=:.+:, "organization"; q=100; w=60; pk=:.+:$/,
    );
    expect(first.headers.get('ratelimit')).toMatch(/^"caller"; r=19; t=\d+, "organization"; r=\d+; t=\d+$/);
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.call(path, authorize)));
    const refused = answers.filter(({ status }) => status === 429);
    const [response] = refused;
    if (!response) {
      throw new Error('no request was refused');
    }
    expect(refused).toHaveLength(1);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await readProblem(response)).toMatchObject({ code: 'rate_limited', remedy: 'retry' });
    const started = await api.services.firestore().collection(collections.oauthStates.name).count().get();
    expect(started.data().count).toBe(20);
    await api.close();
  });

  it('hold for a caller across instances, and for each caller by itself', async () => {
    const newInstance = () => startApi({ quotas: lastingQuotas() });
    const instances = [await newInstance(), await newInstance()];
    const statuses = await Promise.all(
      Array.from(
        { length: 30 },
        async (_, index) => (await instances[index % 2]?.call(path, authorize))?.status,
      ),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    const other = await instances[0]?.call(path, { ...authorize, idToken: idTokenOf('administrator') });
    expect(other?.status).toBe(200);
    await Promise.all(instances.map((instance) => instance.close()));
  });

  it('count a forced refresh on the token route as a refresh, and other calls there as tokens', async () => {
    const api = await startApi({ quotas: lastingQuotas() });
    const ask = async (json: object) => {
      const response = await api.call('/integrations/none/token', { idToken: idTokenOf('service'), json });
      return response.status;
    };
    const limit = rateLimitClasses.refresh?.caller.limit ?? 0;
    const forced = await Promise.all(Array.from({ length: 120 }, () => ask({ forceRefresh: true })));
    expect(forced.filter((status) => status === 404)).toHaveLength(limit);
    expect(forced.filter((status) => status === 429)).toHaveLength(120 - limit);
    const others = await Promise.all(
      [{}, { forceRefresh: false }, { minValidityMs: minuteMs }].map((json) => ask(json)),
    );
    expect(others).toEqual([404, 404, 404]);
    const refresh = { method: 'POST', idToken: idTokenOf('owner') };
    expect((await api.call('/integrations/none/refresh', refresh)).status).toBe(404);
    await api.close();
  });

  it('hold for each API key by itself, a replaced key and its successor together', async () => {
    const api = await startApi({ quotas: lastingQuotas() });
    const owner = idTokenOf('owner');
    const issue = async (path: string, json: object) =>
      (await (await api.call(path, { idToken: owner, json })).json()) as IssuedApiKey;
    const json = { name: 'Export', scopes: ['audit:read'] };
    const [one, other] = [await issue('/api-keys', json), await issue('/api-keys', json)];
    const read = async (idToken: string) =>
      (await api.call('/audit-events/export', { idToken, method: 'HEAD' })).status;
    const limit = rateLimitClasses.bulk?.caller.limit ?? 0;
    const statuses = await Promise.all(Array.from({ length: limit + 5 }, () => read(one.secret)));
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    const successor = await issue(`/api-keys/${one.apiKey.id}/rotate`, { overlapSeconds: 60 });
    expect(await read(successor.secret)).toBe(429);
    expect(await read(other.secret)).not.toBe(429);
    expect(await read(owner)).not.toBe(429);
    await api.close();
  });

  it('count by address where nobody is signed in, with an IPv6 network as one address', async () => {
    const api = await startApi({ quotas: lastingQuotas() });
    const come = async (address: string) => {
      const headers = { 'x-forwarded-for': address };
      return (await api.call('/oauth/google/callback?state=s&code=c', { headers })).status;
    };
    const limit = rateLimitClasses.callback?.caller.limit ?? 0;
    for (let index = 0; index < limit; index++) {
      expect(await come(`2001:db8::${index}`)).toBe(400);
    }
    expect(await come('2001:db8::ffff')).toBe(429);
    expect(await come('2001:db9::1')).toBe(400);
    expect(await come('203.0.113.7')).toBe(400);
    await api.close();
  });

  it('of the callback cannot be used up by strangers for browsers that have started an authorization', async () => {
    const api = await startApi({ quotas: lastingQuotas() });
    const started = await api.call(path, authorize);
    const [cookie = ''] = (started.headers.getSetCookie()[0] ?? '').split(';');
    // All behind one proxy.
    const come = async (headers: Record<string, string>) =>
      (
        await api.call('/oauth/google/callback?state=s&code=c', {
          headers: { 'x-forwarded-for': '203.0.113.7', ...headers },
        })
      ).status;
    const limit = rateLimitClasses.callback?.caller.limit ?? 0;
    const forged = (index: number) => ({ cookie: `${cookie.slice(0, -4)}${String(index).padStart(4, '0')}` });
    for (let index = 0; index < limit; index += 1) {
      expect(await come(index % 2 ? {} : forged(index))).toBe(400);
    }
    expect([await come({}), await come(forged(1))]).toEqual([429, 429]);
    expect(await come({ cookie })).toBe(400);
    const other = await api.call(path, { ...authorize, idToken: idTokenOf('administrator') });
    const [otherCookie = ''] = (other.headers.getSetCookie()[0] ?? '').split(';');
    for (let index = 1; index < limit; index += 1) {
      expect(await come({ cookie })).toBe(400);
    }
    expect(await come({ cookie })).toBe(429);
    expect(await come({ cookie: otherCookie })).toBe(400);
    // A session that somebody has planted beside it is not what it is counted by.
    expect(await come({ cookie: `${otherCookie}; ${cookie}` })).toBe(400);
    await api.close();
  });

  it('use the address that the trusted proxies have added, whatever precedes it', async () => {
    for (const trustedProxyHops of [1, 2]) {
      const api = await startApi({ quotas: lastingQuotas(), trustedProxyHops });
      const come = async (...addresses: string[]) =>
        (await api.call('/readyz', { headers: { 'x-forwarded-for': addresses.join(', ') } })).status;
      const behind = trustedProxyHops === 2 ? ['198.51.100.1'] : [];
      for (let index = 0; index < 60; index += 1) {
        expect(await come(`192.0.2.${index}`, '203.0.113.7', ...behind)).toBe(200);
      }
      expect(await come('192.0.2.1', '203.0.113.7', ...behind)).toBe(429);
      expect(await come('203.0.113.7', '203.0.113.8', ...behind)).toBe(200);
      await api.close();
    }
  });

  it('are the ones that the documentation lists', async () => {
    const page = await readFile(new URL('../../../../docs/api-conventions.md', import.meta.url), 'utf8');
    for (const [name, rule] of Object.entries(rateLimitClasses)) {
      if (!rule) {
        continue;
      }
      const unit = rule.organization ? '' : name === 'session' ? ' a session' : ' an address';
      const caller = `${rule.caller.limit.toLocaleString('en')}${unit}`;
      const cells = [`\`${name}\``, caller, rule.organization?.limit.toLocaleString('en') ?? ''];
      expect(page.replaceAll(/ +/g, ' ')).toContain(`| ${cells.join(' | ')} |`.replaceAll('  ', ' '));
    }
  });

  it('hold for readiness and for the documentation, by address', async () => {
    const api = await startApi({ quotas: lastingQuotas() });
    const come = async (path: string, address = '203.0.113.7') =>
      (await callAt(api.url + path, { headers: { 'x-forwarded-for': address } })).status;
    for (let index = 0; index < 60; index++) {
      expect(await come('/readyz')).toBe(200);
    }
    expect(await come('/readyz')).toBe(429);
    expect(await come('/readyz', '203.0.113.8')).toBe(200);
    for (let index = 0; index < 60; index++) {
      expect([await come('/docs'), await come('/openapi.json')]).toEqual([200, 200]);
    }
    expect([await come('/docs'), await come('/openapi.json'), await come('/docs/docs.css')]).toEqual(
      Array(3).fill(429),
    );
    await api.close();
  });

  it('do not count a request that is refused for another reason first, or the liveness check', async () => {
    const api = await startApi({ quotas: lastingQuotas() });
    for (let index = 0; index < 25; index++) {
      expect((await api.call(path, { method: 'POST', idToken: 'forged' })).status).toBe(401);
      expect((await api.call('/healthz')).headers.get('ratelimit')).toBeNull();
    }
    expect((await api.call(path, authorize)).status).toBe(200);
    await api.close();
  });
});
