import { meSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes, type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokenOf, idTokens, organizationId, signUp } from '../../../test/http/test-identity.ts';

describe('GET /me', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());
  const getMe = async (idToken: string) => meSchema.parse(await (await api.call('/me', { idToken })).json());

  it('says who is signed in, to which organization they belong, and in which role', async () => {
    await api.services.organizationSettingsService.updateOrganization(
      organizationId,
      { name: 'Northwind Traders' },
      { actor: { type: 'system', name: 'test' }, isExpected: () => true },
    );
    expect(await getMe(idTokenOf('administrator'))).toMatchObject({
      userId: 'user-administrator',
      email: 'user-administrator@example.com',
      emailVerified: true,
      name: null,
      organizationId,
      organizations: [{ id: organizationId, name: 'Northwind Traders', role: 'administrator' }],
      platformOperator: false,
    });
  });

  it('answers somebody without an organization, and names what they can do', async () => {
    expect(await getMe(idTokens.stranger)).toMatchObject({
      userId: 'user-stranger',
      organizationId: null,
      organizations: [],
      platformOperator: false,
      permissions: allRoutes()
        .filter(({ access }) => access === 'signedIn')
        .map(({ operationId }) => operationId)
        .sort(),
    });
    expect(await getMe(signUp('user-odd', { organizationId: 'org-1', role: 'emperor' }))).toMatchObject({
      organizations: [],
    });
  });

  it.each<[Role, string[], string[]]>([
    ['owner', ['deleteIntegration', 'createApiKey', 'disconnectIntegration'], ['getAccessToken']],
    ['administrator', ['disconnectIntegration', 'getOrganization'], ['deleteIntegration', 'getAccessToken']],
    ['member', ['listIntegrations'], ['disconnectIntegration', 'listAuditEvents', 'startSweep']],
    ['service', ['getAccessToken'], ['disconnectIntegration']],
  ])('names what the access of the routes lets the role %s do', async (role, allowed, refused) => {
    const { permissions } = await getMe(idTokenOf(role));
    expect(permissions).toEqual(expect.arrayContaining([...allowed, 'getMe']));
    for (const operation of refused) {
      expect(permissions).not.toContain(operation);
    }
  });

  it('names exactly the operations that would not refuse the caller', async () => {
    const { permissions } = await getMe(idTokenOf('member'));
    for (const route of allRoutes().filter(({ access }) => access !== 'public')) {
      const path = `${route.path.replaceAll(/:(id|provider|server|deliveryId|sourceType|sourceId|organizationId)/g, '!')}?unknown=1`;
      const method = route.method.toUpperCase();
      const response = await api.call(path, { method, idToken: idTokenOf('member') });
      expect(response.status !== 403, route.operationId).toBe(permissions.includes(route.operationId));
    }
  });

  it('lets an operator without an organization know what operators may do', async () => {
    const me = await getMe(idTokens.operator);
    expect(me).toMatchObject({ organizations: [], platformOperator: true });
    expect(me.permissions).toContain('startSweep');
    expect(me.permissions).not.toContain('listIntegrations');
  });

  it('is refused to backends', async () => {
    const { secret } = await api.services.apiKeysService.createKey(
      organizationId,
      { name: 'Payroll', scopes: ['integrations:read'] },
      { userId: 'ada', actor: { type: 'system', name: 'test' } },
    );
    expect(await readProblem(await api.call('/me', { idToken: secret }))).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
    });
  });
});
