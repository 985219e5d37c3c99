import { createHash } from 'node:crypto';
import { walkConsent } from '@klayim/local-oauth';
import express from 'express';
import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDependencies, type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { listen } from '../../../test/http/listen.ts';
import { idTokenOf } from '../../../test/http/test-identity.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { sendPage } from '../../http/browser-page.ts';
import { collections } from '../../repositories/collections.ts';
import { oauthPages } from './oauth-pages.ts';

describe('the callback in a browser', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi(apiDependencies(stack));
  });
  afterAll(() => api.close());

  const visit = (path: string, headers: Record<string, string> = {}) =>
    api.call(path, { headers: { accept, ...headers } });

  async function readPage(response: Response): Promise<string> {
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('vary')).toContain('Accept');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none';style-src 'sha256-${digest}';base-uri 'none';form-action 'none';frame-ancestors 'none'`,
    );
    expect(page).toContain('name="viewport" content="width=device-width, initial-scale=1"');
    expect(page).not.toMatch(/<script|<link|<img|<form| style=| on\w+=|href=|src=/i);
    return page;
  }

  it('is a page that names the account, and shows the same page on reload', async () => {
    const { query, cookie } = await consentedAt(api);
    for (let time = 0; time < 2; time += 1) {
      const response = await visit(`/oauth/google/callback?${query}`, { cookie });
      expect(response.status).toBe(200);
      const page = await readPage(response);
      expect(page).toContain('Account connected');
      expect(page).toContain(stack.server('google').accounts[0]?.email ?? 'no account');
      expect(page).not.toContain(query.get('code') ?? '');
    }
  });

  it.each([
    ['/oauth/google/callback?state=unknown&code=c', 400, 'connect the account again'],
    ['/oauth/google/callback?state=%3Cscript%3E&error=%3Cscript%3E', 400, 'connect the account again'],
    ['/oauth/google/callback', 400, 'not complete'],
    ['/oauth/github/callback?state=s&code=c', 404, 'Unknown provider'],
  ])('for %s says what happened and what to do (%i)', async (path, status, text) => {
    const response = await visit(path);
    expect(response.status).toBe(status);
    const page = await readPage(response);
    expect(page).toContain(text);
    expect(page).toContain(`Reference: ${response.headers.get('x-request-id')}`);
    expect(await readProblem(await visit(path, { accept: 'application/json' }))).toMatchObject({ status });
    expect(await readProblem(await visit(path, { accept: '*/*' }))).toMatchObject({ status });
  });

  it('says where to finish what another browser has started', async () => {
    const { query } = await consentedAt(api);
    const response = await visit(`/oauth/google/callback?${query}`);
    expect(response.status).toBe(403);
    expect(await readPage(response)).toContain('another browser');
  });

  it('reloads by itself while another request finishes the authorization', async () => {
    const { query, cookie } = await consentedAt(api);
    const id = createHash('sha256')
      .update(query.get('state') ?? '')
      .digest('base64url');
    const usedAt = Timestamp.fromMillis(stack.clock());
    await firestore().collection(collections.oauthStates.name).doc(id).update({ usedAt, usedBy: 'another' });
    const response = await visit(`/oauth/google/callback?${query}`, { cookie });
    expect([response.status, response.headers.get('retry-after')]).toEqual([409, '2']);
    expect(await readPage(response)).toContain('<meta http-equiv="refresh" content="2">');
  });

  it('is escaped: an account cannot write into the page', async () => {
    const page = oauthPages.ofBody({ accountEmail: '<b>"&\'@x', requiredAction: 'none' });
    const app = express().get('/', (_request, response) => sendPage(response, page));
    const server = await listen(app);
    const text = await (await fetch(server.url)).text();
    await server.close();
    expect(text).toContain('&lt;b&gt;&quot;&amp;&#39;@x');
  });
});

/** Starts an authorization without a return URL and has the consent pages filled in. */
async function consentedAt(api: RunningApi) {
  const response = await api.call('/integrations/google_calendar/authorize', {
    idToken: idTokenOf('owner'),
    json: {},
  });
  const { authorizationUrl } = (await response.json()) as { authorizationUrl: string };
  const { callbackUrl } = await walkConsent(authorizationUrl);
  return {
    query: new URL(callbackUrl).searchParams,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  };
}
