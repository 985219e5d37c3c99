import type { ApiKeyScope, IssuedApiKey } from '@klayim/shared/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { redactText } from '../../lib/redact-text.ts';
import { newEmployeeExample } from '../examples/employee.example.ts';

describe('API keys', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const owner = idTokenOf('owner');

  async function createKey(scopes: ApiKeyScope[]): Promise<IssuedApiKey> {
    const json = { name: 'Payroll', scopes };
    const response = await api.call('/api-keys', { idToken: owner, json });
    expect(response.status).toBe(201);
    return (await response.json()) as IssuedApiKey;
  }

  it('get tokens by their scope, and are the actor in the audit trail', async () => {
    const { secret, apiKey } = await createKey(['tokens:read', 'audit:read']);
    const { id } = await api.services.connect(organizationId, 'by-key');
    const response = await api.call(`/integrations/${id}/token`, { idToken: secret, json: {} });
    expect(response.status).toBe(200);
    const trail = await api.call('/audit-events?type=integration.token_issued', { idToken: secret });
    expect(await trail.json()).toMatchObject({
      items: [{ actor: { type: 'apiKey', id: apiKey.id, name: 'Payroll' } }],
    });
    const byActor = await api.call(`/audit-events?actorId=${apiKey.id}`, { idToken: secret });
    expect(((await byActor.json()) as { items: unknown[] }).items).toHaveLength(1);
  });

  it('have idempotency keys of their own', async () => {
    const keys = [await createKey(['employees:write']), await createKey(['employees:write'])];
    const create = (idToken: string | undefined) =>
      api.call('/employees', {
        ...(idToken !== undefined && { idToken }),
        json: newEmployeeExample,
        headers: { 'idempotency-key': 'one' },
      });
    const [first, other, again] = [
      await create(keys[0]?.secret),
      await create(keys[1]?.secret),
      await create(keys[0]?.secret),
    ];
    expect([first, other, again].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect([first, other, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([
      null,
      null,
      'true',
    ]);
    expect(await again.json()).toEqual(await first.json());
  });

  it('do nothing beyond their scopes, and never manage keys', async () => {
    const { secret } = await createKey(['integrations:read']);
    expect((await api.call('/integrations', { idToken: secret })).status).toBe(200);
    for (const path of ['/employees', '/audit-events', '/api-keys', '/organization']) {
      const response = await api.call(path, { idToken: secret });
      expect(await readProblem(response)).toMatchObject({ status: 403, code: 'insufficient_scope' });
    }
  });

  it('are shown once and stored as a digest', async () => {
    const { secret } = await createKey(['tokens:read']);
    const listed = await (await api.call('/api-keys', { idToken: owner })).text();
    const stored = await api.services.firestore().collection('apiKeys').get();
    const all = listed + JSON.stringify(stored.docs.map((document) => document.data()));
    expect(all).not.toContain(secret.slice(21));
    expect(redactText(`key ${secret} refused`)).toBe(redactText('key kl_2vJ7wYQkX9sLr4TbM_x refused'));
    expect(redactText(secret)).not.toContain(secret.slice(3, 20));
  });

  it('work beside their successor while they are replaced', async () => {
    const { secret, apiKey } = await createKey(['integrations:read']);
    const rotate = (overlapSeconds: number) =>
      api.call(`/api-keys/${apiKey.id}/rotate`, { idToken: owner, json: { overlapSeconds } });
    const next = (await (await rotate(3_600)).json()) as IssuedApiKey;
    for (const idToken of [secret, next.secret]) {
      expect((await api.call('/integrations', { idToken })).status).toBe(200);
    }
  });

  it.each([
    [
      'revoked',
      async ({ apiKey, secret }: IssuedApiKey) => {
        const response = await api.call(`/api-keys/${apiKey.id}`, { method: 'DELETE', idToken: owner });
        expect(response.status).toBe(204);
        return secret;
      },
    ],
    ['of another secret', async ({ secret }: IssuedApiKey) => `${secret.slice(0, -7)}AAAAAAA`],
    ['of no form', async () => 'kl_nonsense'],
  ])('are refused when they are %s', async (_what, change) => {
    const idToken = await change(await createKey(['integrations:read']));
    const response = await api.call('/integrations', { idToken });
    expect(await readProblem(response)).toMatchObject({ status: 401, code: 'api_key_invalid' });
  });
});

it('settings of an organization are changed in the version that was read, and the trail says so', async () => {
  const api = await startApi();
  const idToken = idTokenOf('administrator');
  const patch = (etag: string, json: object) =>
    api.call('/organization', { method: 'PATCH', idToken, json, headers: { 'if-match': etag } });
  const before = await api.call('/organization', { idToken });
  const etag = before.headers.get('etag') ?? '';
  const changed = await patch(etag, { notificationEmails: ['it@northwind.example'] });
  expect(await changed.json()).toMatchObject({ notificationEmails: ['it@northwind.example'], version: '1' });
  expect(await readProblem(await patch(etag, { name: 'Late' }))).toMatchObject({
    code: 'precondition_failed',
  });
  const { items } = await api.services.auditService.listEvents(organizationId, { limit: 1 });
  expect(items).toMatchObject([
    { type: 'organization.updated', details: { changedFields: ['notificationEmails'] } },
  ]);
  await api.close();
});
