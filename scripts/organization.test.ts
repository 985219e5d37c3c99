import { describe, expect, it } from 'vitest';
import { organizationPatchSchema } from '../packages/shared/src/schemas/index.ts';
import { useScriptApi } from './testing/script-api.ts';

const before = { id: 'northwind', name: 'Northwind', notificationEmails: [], version: '7' };

const { runner, env, taken } = useScriptApi(({ method, body, headers }) => {
  if (method === 'GET') {
    return { status: 200, body: before };
  }
  const patch = organizationPatchSchema.safeParse(JSON.parse(body));
  if (!patch.success) {
    return { status: 400, body: { code: 'invalid_request', title: 'Invalid request' } };
  }
  return headers['if-match'] === '"7"'
    ? { status: 200, body: { ...before, ...patch.data, version: '8' } }
    : { status: 412, body: { code: 'precondition_failed', title: 'It was changed' } };
});

describe('organization.sh', () => {
  it('shows the settings', async () => {
    const { exitCode, stdout } = await runner.run('organization.sh', { env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, before]);
    expect(taken().map(({ method, target }) => [method, target])).toEqual([['GET', '/api/organization']]);
  });

  it.each<[string[], object]>([
    [['--name', 'Nord "wind" & Söhne'], { name: 'Nord "wind" & Söhne' }],
    [
      ['--email', 'it@northwind.example', '--email', 'ops@northwind.example'],
      { notificationEmails: ['it@northwind.example', 'ops@northwind.example'] },
    ],
    [['--no-emails'], { notificationEmails: [] }],
    [
      ['--email', 'it@northwind.example', '--name', 'New'],
      { name: 'New', notificationEmails: ['it@northwind.example'] },
    ],
  ])('%j changes that and nothing else, in the version that was read', async (args, change) => {
    const { exitCode, stdout } = await runner.run('organization.sh', { args, env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { ...before, ...change, version: '8' }]);
    const [, patch] = taken();
    expect([patch?.method, patch?.target, JSON.parse(patch?.body ?? '')]).toEqual([
      'PATCH',
      '/api/organization',
      change,
    ]);
  });

  it.each([
    [['--name', '']],
    [['--name']],
    [['--email']],
    [['--email', 'a@b.example', '--no-emails']],
    [['--name', 'a\nb']],
    [['northwind']],
  ])('is called wrongly with %j, and changes nothing', async (args) => {
    expect((await runner.run('organization.sh', { args, env })).exitCode).toBe(2);
    expect(taken()).toEqual([]);
  });
});
