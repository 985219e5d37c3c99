import { describe, expect, it } from 'vitest';
import { createInvitationSchema } from '../packages/shared/src/schemas/index.ts';
import { useScriptApi } from './testing/script-api.ts';

const member = { userId: 'u-1', email: 'ada@northwind.example', role: 'member' };
const answers: Record<string, object> = {
  'GET /api/me': { userId: 'u-1', organizations: [], permissions: ['getMe'] },
  'GET /api/integrations/summary': {
    total: 3,
    counts: [{ provider: 'google_calendar', status: 'connected', requiredAction: 'none', count: 3 }],
  },
  'GET /api/integrations/trends': {
    hours: [],
    days: [{ at: '2026-11-23T00:00:00.000Z', refreshed: 5, failed: 1 }],
  },
  'POST /api/integrations/int-1/test': { accepted: true, accountEmail: 'ada@northwind.example' },
  'GET /api/integrations/int-1/history': {
    refreshes: [{ outcome: 'refreshed', durationMs: 120 }],
    events: {},
  },
  'GET /api/integrations/int-1/token-use?days=30': {
    items: [{ day: '2026-11-23', callerName: 'Night job' }],
  },
  'GET /api/organization/members': { items: [member], nextCursor: null },
  'PATCH /api/organization/members/u-1': { ...member, role: 'administrator' },
};

const { runner, env, taken } = useScriptApi(({ method, target, body }) => {
  const route = `${method} ${target.replace(/\?$/, '')}`;
  if (route === 'POST /api/organization/invitations') {
    return createInvitationSchema.safeParse(JSON.parse(body)).success
      ? { status: 201, body: { id: 'inv-1' } }
      : { status: 400, body: { code: 'invalid_request', title: 'Invalid request' } };
  }
  if (route === 'DELETE /api/organization/members/u-1' || route === 'DELETE /api/me/organizations/fabrikam') {
    return { status: 204 };
  }
  const found = answers[route];
  return found ? { status: 200, body: found } : { status: 404, body: { code: 'not_found', title: route } };
});

describe('what is seen of connections and people', () => {
  it.each<[string, string[], string]>([
    ['me.sh', [], 'getMe'],
    ['summary.sh', [], 'google_calendar'],
    ['summary.sh', ['--trends'], '2026-11-23'],
    ['test.sh', ['int-1'], 'ada@northwind.example'],
    ['history.sh', ['int-1'], 'refreshed'],
    ['history.sh', ['int-1', '--token-use', '--days', '30'], 'Night job'],
    ['members.sh', ['list'], 'u-1'],
    ['members.sh', ['role', 'u-1', 'administrator'], 'administrator'],
    ['members.sh', ['invite', 'member', '--email', 'ada@northwind.example'], 'inv-1'],
  ])('%s %j is printed, as JSON and as a table', async (script, args, shown) => {
    for (const format of ['json', 'table']) {
      const { exitCode, stdout } = await runner.run(script, { args: [...args, '--format', format], env });
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining(shown)]);
    }
  });

  it('me.sh leaves an organization', async () => {
    const args = ['--leave', 'fabrikam'];
    const { exitCode, stderr } = await runner.run('me.sh', { args, env });
    expect([exitCode, stderr]).toEqual([0, 'You do not belong to fabrikam any more.\n']);
    expect(taken().map(({ method, target }) => `${method} ${target}`)).toEqual([
      'DELETE /api/me/organizations/fabrikam',
    ]);
    expect((await runner.run('me.sh', { args: ['--leave', '../x'], env })).exitCode).toBe(2);
  });

  it('is of the organization that KLAYIM_ORGANIZATION names', async () => {
    await runner.run('summary.sh', { env: { ...env, KLAYIM_ORGANIZATION: 'fabrikam' } });
    await runner.run('summary.sh', { env });
    expect(taken().map(({ headers }) => headers['x-organization-id'])).toEqual(['fabrikam', undefined]);
    const wrong = await runner.run('summary.sh', { env: { ...env, KLAYIM_ORGANIZATION: 'a"b' } });
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('KLAYIM_ORGANIZATION')]);
  });

  it('members.sh removes nobody without the id typed, or --yes', async () => {
    const refused = await runner.run('members.sh', { args: ['remove', 'u-1'], env });
    expect([refused.exitCode, taken().length]).toEqual([1, 0]);
    expect((await runner.run('members.sh', { args: ['remove', 'u-1', '--yes'], env })).exitCode).toBe(0);
    expect(taken().map(({ method }) => method)).toEqual(['DELETE']);
  });

  it.each([
    ['members.sh', ['invite', 'king']],
    ['members.sh', ['role', 'u/1', 'member']],
    ['members.sh', ['invite', 'member', '--mail', 'a@b.example']],
    ['history.sh', ['int-1', '--days', '3']],
    ['history.sh', []],
    ['summary.sh', ['trends']],
  ])('%s is called wrongly with %j, and nothing is asked', async (script, args) => {
    expect((await runner.run(script, { args, env })).exitCode).toBe(2);
    expect(taken()).toEqual([]);
  });
});
