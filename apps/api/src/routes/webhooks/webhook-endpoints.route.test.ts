import type { IssuedWebhookSecret, WebhookEndpoint } from '@klayim/shared/types';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId, signUp } from '../../../test/http/test-identity.ts';
import { isSigned, startWebhookReceiver, type WebhookReceiver } from '../../../test/webhook-receiver.ts';
import { createDeliveryRun } from '../../../test/webhook-run.ts';

describe('webhook endpoints', () => {
  let api: RunningApi;
  let receiver: WebhookReceiver;
  let owner = '';
  let organization = '';

  beforeAll(async () => {
    api = await startApi();
  });
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    organization = `org-${crypto.randomUUID()}`;
    owner = signUp(`owner-of-${organization}`, { organizationId: organization, role: 'owner' });
  });
  afterEach(() => receiver.close());
  afterAll(() => api.close());

  const call = (path: string, method: string, json?: unknown) =>
    api.call(`/webhook-endpoints${path}`, { idToken: owner, method, ...(json !== undefined && { json }) });
  const create = (url = `${receiver.url}/hook`) =>
    call('', 'POST', { url, events: ['connection.connected', 'connection.deleted'] });
  async function created(): Promise<IssuedWebhookSecret> {
    const response = await create();
    expect(response.status).toBe(201);
    return (await response.json()) as IssuedWebhookSecret;
  }
  const get = async (id: string) => (await (await call(`/${id}`, 'GET')).json()) as WebhookEndpoint;

  it('are enabled by their answer to a signed challenge, and show the secret once', async () => {
    const { endpoint, secret } = await created();
    expect(endpoint).toMatchObject({ status: 'enabled', lastFailure: null });
    expect(secret).toMatch(/^whsec_/);
    const [challenge] = receiver.received;
    expect(challenge).toMatchObject({ type: 'endpoint.verification' });
    expect(challenge && isSigned(challenge, secret)).toBe(true);
    const list = await (await call('', 'GET')).text();
    expect(JSON.parse(list)).toEqual({ items: [endpoint] });
    expect(list).not.toContain('whsec_');
    const stored = await api.services.firestore().collection('webhookEndpoints').doc(endpoint.id).get();
    expect(JSON.stringify(stored.data())).not.toContain(secret.slice('whsec_'.length));
  });

  it('are sent nothing before they have answered the challenge', async () => {
    receiver.echoes = false;
    const { endpoint } = await created();
    expect(endpoint).toMatchObject({ status: 'unverified', lastFailure: 'challenge_not_echoed' });
    for (const path of ['test', 'deliveries/unknown/replay']) {
      const refused = await readProblem(await call(`/${endpoint.id}/${path}`, 'POST', {}));
      expect(refused.code).toBe('webhook_endpoint_disabled');
    }
    const refused = await readProblem(await call(`/${endpoint.id}/verify`, 'POST', {}));
    expect(refused).toMatchObject({ status: 422, code: 'webhook_endpoint_unverified' });
    await api.services.connect(organization);
    receiver.echoes = true;
    expect((await call(`/${endpoint.id}/verify`, 'POST', {})).status).toBe(200);
    expect(await get(endpoint.id)).toMatchObject({ status: 'enabled', lastFailure: null });
    const { items } = (await (await call(`/${endpoint.id}/deliveries`, 'GET')).json()) as {
      items: unknown[];
    };
    expect(items).toEqual([]);
  });

  it('have to answer it again when their URL changes or they are enabled', async () => {
    const { endpoint } = await created();
    const patch = async (json: object) =>
      (await (await call(`/${endpoint.id}`, 'PATCH', json)).json()) as object;
    expect(await patch({ enabled: false })).toMatchObject({ status: 'disabled', disabledReason: 'owner' });
    receiver.echoes = false;
    expect(await patch({ enabled: true })).toMatchObject({ status: 'unverified', disabledReason: null });
    receiver.echoes = true;
    expect(await patch({ enabled: true })).toMatchObject({ status: 'enabled' });
    receiver.echoes = false;
    expect(await patch({ url: `${receiver.url}/moved` })).toMatchObject({ status: 'unverified' });
    expect(await patch({ events: ['import.finished'] })).toMatchObject({ events: ['import.finished'] });
  });

  it('are sent a test that is in the log', async () => {
    const { endpoint } = await created();
    const test = await call(`/${endpoint.id}/test`, 'POST', {});
    expect(test.status).toBe(202);
    const { id } = (await test.json()) as { id: string };
    await createDeliveryRun(api.services).untilIdle();
    expect(receiver.taken().map((webhook) => webhook.id)).toEqual([id]);
    const log = await (await call(`/${endpoint.id}/deliveries?limit=1`, 'GET')).json();
    expect(log).toMatchObject({
      items: [{ id, type: 'endpoint.test', state: 'delivered', lastStatus: 204 }],
    });
    expect((await call(`/${endpoint.id}/deliveries/${id}/replay`, 'POST', {})).status).toBe(202);
  });

  it('must use https and a public address', async () => {
    for (const url of [
      'http://hooks.example.com/',
      'https://10.0.0.1/',
      'https://user@hooks.example.com/',
      'x',
    ]) {
      expect(await readProblem(await create(url))).toMatchObject({
        status: 422,
        code: 'webhook_url_not_allowed',
      });
    }
  });

  it('are limited to ten, and the eleventh is refused before anything is sent', async () => {
    receiver.echoes = false;
    const { webhookEndpointsService } = api.services;
    const actor = { type: 'system', name: 'test' } as const;
    const wanted = { url: `${receiver.url}/hook`, events: ['import.finished' as const] };
    for (let count = 0; count < 10; count += 1) {
      await webhookEndpointsService.createEndpoint(organization, wanted, { userId: 'olga', actor });
    }
    expect(await readProblem(await create())).toMatchObject({ code: 'too_many_webhook_endpoints' });
    expect(receiver.received).toHaveLength(10);
  });

  it("are as unknown to another organization's owner as one that there is not", async () => {
    const { endpoint } = await created();
    const { id } = endpoint;
    const stranger = signUp('a-stranger', { organizationId: 'another-one', role: 'owner' });
    for (const [method, path, json] of [
      ['GET', ''],
      ['PATCH', '', { enabled: false }],
      ['DELETE', ''],
      ['POST', '/verify', {}],
      ['POST', '/rotate-secret', {}],
      ['POST', '/test', {}],
      ['GET', '/deliveries'],
      ['POST', '/deliveries/any/replay', {}],
    ] as const) {
      const answers = [id, 'unknown'].map(async (each) => {
        const options = { idToken: stranger, method, ...(json !== undefined && { json }) };
        return {
          ...(await readProblem(await api.call(`/webhook-endpoints/${each}${path}`, options))),
          requestId: '',
        };
      });
      const [foreign, unknown] = await Promise.all(answers);
      expect(foreign, `${method} ${path}`).toMatchObject({ status: 404, code: 'webhook_endpoint_not_found' });
      expect(foreign).toEqual(unknown);
    }
    expect(await get(id)).toEqual(endpoint);
  });

  it('are for owners who are signed in: no administrator, and no API key', async () => {
    const administrator = idTokenOf('administrator');
    const response = await api.call('/webhook-endpoints', { idToken: administrator });
    expect(await readProblem(response)).toMatchObject({ status: 403, code: 'insufficient_role' });
    const key = await api.services.apiKeysService.createKey(
      organizationId,
      { name: 'Backend', scopes: ['integrations:manage'] },
      { userId: 'olga', actor: { type: 'system', name: 'test' } },
    );
    expect((await api.call('/webhook-endpoints', { idToken: key.secret })).status).toBe(403);
  });

  it('are deleted with the events that wait for them', async () => {
    const { endpoint } = await created();
    receiver.answer = () => 503;
    await api.services.connect(organization);
    expect((await call(`/${endpoint.id}`, 'DELETE')).status).toBe(204);
    await createDeliveryRun(api.services).untilIdle();
    expect(receiver.taken()).toEqual([]);
    expect((await call(`/${endpoint.id}`, 'GET')).status).toBe(404);
  });
});
