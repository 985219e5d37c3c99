import { roleSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes, type RunningApi, readProblem, startApi } from '../../test/http/api-server.ts';
import { idTokenOf, idTokens, organizationId } from '../../test/http/test-identity.ts';
import type { Route } from '../http/route.ts';

const routes = allRoutes();
const rolesOf = ({ access }: Route): readonly Role[] => (typeof access === 'string' ? [] : access.roles);
const cases = routes.map((route) => ({
  name: `${route.method.toUpperCase()} ${route.path}`,
  method: route.method.toUpperCase(),
  // Badly formed on purpose: who may not call must not learn even that.
  path: `${route.path.replace(':id', '!').replace(':userId', '!').replace(':provider', '!').replace(':server', '!')}?unknown=1`,
  route,
}));
const guarded = cases.filter(({ route }) => route.access !== 'public');
const admissions = guarded.flatMap((each) => rolesOf(each.route).map((role) => ({ ...each, role })));
const forOperators = guarded.filter(({ route }) => route.access === 'operator');
const forMembers = guarded.filter(({ route }) => typeof route.access === 'object');
const forPeople = guarded.filter(({ route }) => route.access === 'signedIn');
const refusals = forMembers.flatMap((each) =>
  roleSchema.options.filter((role) => !rolesOf(each.route).includes(role)).map((role) => ({ ...each, role })),
);
const outsiders: readonly (Role | 'stranger')[] = [...roleSchema.options, 'stranger'];

describe('access', () => {
  let api: RunningApi;
  let foreignId = '';
  beforeAll(async () => {
    api = await startApi();
    foreignId = (await api.services.connect('org-2')).id;
  });
  afterAll(() => api.close());

  it('lets everybody in at the callback, the health routes and the contract only', () => {
    const open = routes.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect(open).toEqual(['/oauth/:server/callback', '/openapi.json', '/healthz', '/readyz']);
  });

  it('lets people without an organization do only what such people need', () => {
    expect(forPeople.map(({ route }) => route.operationId)).toEqual([
      'getMe',
      'leaveOrganization',
      'lookUpInvitation',
      'acceptInvitation',
    ]);
  });

  it.each(forPeople.flatMap((each) => outsiders.map((who) => ({ ...each, who }))))(
    '$name lets everybody who is signed in come to validation ($who)',
    async ({ method, path, who }) => {
      const idToken = who === 'stranger' ? idTokens.stranger : idTokenOf(who);
      const response = await api.call(path, { method, idToken });
      expect((await readProblem(response)).code).toMatch(/^(invalid_request|membership_not_found)$/);
    },
  );

  it('gives tokens to backend callers only, and deletion to owners only', () => {
    const rolesAt = (method: string, path: string) =>
      routes.filter((route) => route.method === method && route.path === path).map(rolesOf);
    expect(rolesAt('post', '/integrations/:id/token')).toEqual([['service']]);
    expect(rolesAt('delete', '/integrations/:id')).toEqual([['owner']]);
  });

  it.each(guarded)('$name is refused without a token', async ({ method, path }) => {
    const response = await api.call(path, { method, headers: { 'content-type': 'text/plain' } });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="klayim"');
    expect(await readProblem(response)).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it.each(guarded)('$name is refused with a forged token', async ({ method, path }) => {
    const response = await api.call(path, { method, idToken: 'forged.id.token' });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="klayim", error="invalid_token"');
    expect(await readProblem(response)).toMatchObject({ status: 401, code: 'id_token_invalid' });
  });

  it.each(guarded)('$name is refused with an expired token', async ({ method, path }) => {
    const response = await api.call(path, { method, idToken: idTokens.expired });
    expect(await readProblem(response)).toMatchObject({ status: 401, code: 'id_token_expired' });
  });

  it.each(
    forMembers.flatMap((each) => [
      { ...each, who: 'stranger' as const },
      { ...each, who: 'operator' as const },
    ]),
  )('$name is refused without an organization ($who)', async ({ method, path, who }) => {
    const response = await api.call(path, { method, idToken: idTokens[who] });
    expect(await readProblem(response)).toMatchObject({ status: 403, code: 'organization_missing' });
  });

  it('is for operators under /operator, and nowhere else', () => {
    expect(forOperators.map(({ route }) => route.path).every((path) => path.startsWith('/operator/'))).toBe(
      true,
    );
    expect(forMembers.filter(({ route }) => route.path.startsWith('/operator'))).toEqual([]);
  });

  it.each(forOperators.flatMap((each) => outsiders.map((who) => ({ ...each, who }))))(
    '$name is refused to everybody but operators ($who)',
    async ({ method, path, who }) => {
      const idToken = who === 'stranger' ? idTokens.stranger : idTokenOf(who);
      const response = await api.call(path, { method, idToken });
      expect(await readProblem(response)).toMatchObject({ status: 403, code: 'operator_required' });
    },
  );

  it.each(forOperators)('$name lets an operator come to validation', async ({ method, path }) => {
    const response = await api.call(path, { method, idToken: idTokens.operator });
    expect((await readProblem(response)).code).toMatch(/^(invalid_request|key_rotation_not_found)$/);
  });

  it.each(refusals)('$name is refused to the role $role', async ({ method, path, role }) => {
    const response = await api.call(path, { method, idToken: idTokenOf(role) });
    expect(await readProblem(response)).toMatchObject({ status: 403, code: 'insufficient_role' });
  });

  it.each(admissions)('$name lets the role $role come to validation', async ({ method, path, role }) => {
    const response = await api.call(path, { method, idToken: idTokenOf(role) });
    expect((await readProblem(response)).code).toMatch(
      /^(invalid_request|unsupported_media_type|precondition_required|unknown_provider|(integration|employee|sync_session|import|api_key|webhook_endpoint|member|invitation)_not_found)$/,
    );
  });

  it.each(forMembers.filter(({ route }) => /^\/integrations\/.*:id/.test(route.path)))(
    "$name answers another organization's id as an unknown one",
    async ({ method, route }) => {
      const before = await api.services.integrationService.getIntegration('org-2', foreignId);
      const idToken = idTokenOf(rolesOf(route)[0] ?? 'member');
      const answers = [foreignId, 'unknown'].map(async (id) => {
        const response = await api.call(route.path.replace(':id', id), { method, idToken });
        return { ...(await readProblem(response)), requestId: '' };
      });
      const [foreign, unknown] = await Promise.all(answers);
      expect(foreign).toMatchObject({ status: 404, code: 'integration_not_found' });
      expect(foreign).toEqual(unknown);
      expect(before).not.toBeNull();
      await expect(api.services.integrationService.getIntegration('org-2', foreignId)).resolves.toEqual(
        before,
      );
    },
  );

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer ', 'Bearer a b', 'owner-token', 'Bearer a,b'])(
    'takes "%s" for no token',
    async (authorization) => {
      const response = await api.call('/integrations', { headers: { authorization } });
      expect(await readProblem(response)).toMatchObject({ status: 401, code: 'unauthenticated' });
    },
  );

  it('takes the scheme in any case', async () => {
    const authorization = `bearer ${idTokenOf('member')}`;
    expect((await api.call('/integrations', { headers: { authorization } })).status).toBe(200);
  });

  it('knows the organization that the callers of these tests belong to', async () => {
    const own = await api.services.connect(organizationId);
    const response = await api.call(`/integrations/${own.id}`, { idToken: idTokenOf('owner') });
    expect(await response.json()).toEqual(own);
  });
});
