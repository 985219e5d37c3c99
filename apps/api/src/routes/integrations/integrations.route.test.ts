import type { Integration } from '@klayim/shared/types';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiDependencies, type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../../test/http/test-identity.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs } from '../../lib/duration.ts';
import { importExample } from '../examples/integration.example.ts';

const owner = idTokenOf('owner');

describe('the integrations routes', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  let api: RunningApi;
  let own: Integration;
  beforeAll(async () => {
    api = await startApi(apiDependencies(stack));
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await firestore().recursiveDelete(firestore().collection('integrations'));
    own = await stack.connect('google_calendar', organizationId);
  });

  it('list a page by filters', async () => {
    const response = await api.call('/integrations?provider=google_calendar&limit=1', { idToken: owner });
    expect(await response.json()).toEqual({ items: [own], nextCursor: null });
    const other = await api.call('/integrations?provider=microsoft_calendar', { idToken: owner });
    expect(await other.json()).toEqual({ items: [], nextCursor: null });
  });

  it('say who connected an account to its people, and who uses it to those who see the trail', async () => {
    const connectedBy = { type: 'user', id: 'ada', name: 'Ada' };
    const lastUsedBy = { type: 'apiKey', id: 'k1', name: 'Scheduler' };
    await firestore().collection('integrations').doc(own.id).update({ connectedBy, lastUsedBy });
    const seenBy = async (role: 'administrator' | 'member' | 'service') => {
      const page = await api.call('/integrations', { idToken: idTokenOf(role) });
      const one = await api.call(`/integrations/${own.id}`, { idToken: idTokenOf(role) });
      const [listed] = ((await page.json()) as { items: Integration[] }).items;
      const shown = (await one.json()) as Integration;
      expect(listed).toEqual(shown);
      return { connectedBy: shown.connectedBy, lastUsedBy: shown.lastUsedBy };
    };
    await expect(seenBy('administrator')).resolves.toEqual({ connectedBy, lastUsedBy });
    await expect(seenBy('member')).resolves.toEqual({ connectedBy, lastUsedBy: null });
    await expect(seenBy('service')).resolves.toEqual({ connectedBy: null, lastUsedBy: null });
    const key = { type: 'apiKey', id: 'k2', name: 'Importer' };
    await firestore().collection('integrations').doc(own.id).update({ connectedBy: key });
    await expect(seenBy('member')).resolves.toEqual({ connectedBy: null, lastUsedBy: null });
    const asOwner = await api.call('/integrations/export', { idToken: owner });
    expect(await asOwner.text()).toContain(',Importer,');
    const asMember = await api.call('/integrations/export', { idToken: idTokenOf('member') });
    const csv = await asMember.text();
    expect(csv).not.toContain('Importer');
    expect(csv).not.toContain('Scheduler');
  });

  it('refuse an invalid cursor', async () => {
    const response = await api.call('/integrations?cursor=abc', { idToken: owner });
    expect(await readProblem(response)).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('do not read "providers" as an id', async () => {
    const response = await api.call('/integrations/providers', { idToken: owner });
    expect(await response.json()).toMatchObject({
      items: [{ provider: 'google_calendar' }, { provider: 'microsoft_calendar' }],
    });
    const removal = await api.call('/integrations/providers', { method: 'DELETE', idToken: owner });
    expect(await readProblem(removal)).toMatchObject({ status: 405 });
  });

  it('import an account once, with a time of any ISO form', async () => {
    const { accountId, accountEmail, scopes } = own;
    const stored = await stack.integrationRepository.findById(organizationId, own.id);
    if (!stored) {
      throw new Error('it is stored');
    }
    const credentials = await stack.integrationRepository.getDecryptedCredentials(organizationId, stored);
    await firestore().collection('integrations').doc(own.id).delete();
    const json = {
      ...importExample,
      ...{ accountId, accountEmail, scopes, ...credentials },
      // Neither milliseconds nor UTC are needed, and a token of a hundred years is not believed.
      expiresAt: '2126-11-23T09:00:00+01:00',
    };
    const response = await api.call('/integrations', { idToken: owner, json });
    expect(response.status).toBe(201);
    const imported = (await response.json()) as Integration;
    expect(imported).toMatchObject({ accountId, organizationId });
    expect(Date.parse(imported.expiresAt ?? '')).toBeLessThan(Date.now() + 7 * dayMs);
    expect(response.headers.get('location')).toBe(`https://api.example/integrations/${imported.id}`);
    const again = await api.call('/integrations', { idToken: owner, json });
    expect(await readProblem(again)).toMatchObject({
      status: 409,
      code: 'already_connected',
      integrationId: imported.id,
    });
  });

  it('refresh, disconnect and delete one', async () => {
    const path = `/integrations/${own.id}`;
    const post = (action: string) => api.call(`${path}/${action}`, { method: 'POST', idToken: owner });
    expect(await (await post('refresh')).json()).toMatchObject({ id: own.id, refreshCount: 1 });
    expect(await (await post('disconnect')).json()).toMatchObject({
      integration: { status: 'disconnected' },
      revocation: 'revoked',
    });
    const removal = await api.call(path, { method: 'DELETE', idToken: owner });
    expect(removal.status).toBe(204);
    expect(await removal.text()).toBe('');
    expect(await readProblem(await api.call(path, { idToken: owner }))).toMatchObject({
      code: 'integration_not_found',
    });
  });

  it('give a token with or without options', async () => {
    const idToken = idTokenOf('service');
    const given = new Set<string>();
    for (const options of [{ method: 'POST' }, { json: {} }, { json: { forceRefresh: true } }]) {
      const response = await api.call(`/integrations/${own.id}/token`, { idToken, ...options });
      expect(response.headers.get('cache-control')).toBe('no-store');
      const { accessToken, ...rest } = (await response.json()) as { accessToken: string };
      given.add(accessToken);
      expect(rest).toEqual({
        tokenType: 'Bearer',
        expiresAt: expect.stringMatching(/^20\d\d-.+Z$/),
        scopes: own.scopes,
        degraded: false,
        missingScopes: [],
        requiredAction: 'none',
      });
    }
    // A token of less than a minute satisfies also who asks for a new one.
    expect(given.size).toBe(1);
  });

  it.each([
    ['a sign', 'a!b'],
    ['129 letters', 'a'.repeat(129)],
    ['a slash', 'a%2Fb'],
    ['a null byte', '%00'],
  ])('answer a malformed id with %s as an unknown one', async (_what, id) => {
    const unknown = await readProblem(await api.call('/integrations/unknown', { idToken: owner }));
    const malformed = await readProblem(await api.call(`/integrations/${id}`, { idToken: owner }));
    expect({ ...malformed, requestId: '' }).toEqual({ ...unknown, requestId: '' });
  });
});
