import { describe, expect, it } from 'vitest';
import { createApiKeySchema, rotateApiKeySchema } from '../packages/shared/src/schemas/index.ts';
import { useScriptApi } from './testing/script-api.ts';

const secret = 'kl_2vJ7wYQkX9sLr4TbM_secret';
const key = { id: 'key-1', name: 'Payroll', scopes: ['tokens:read'], lastUsedAt: null };

const { runner, env, taken, arrived } = useScriptApi(({ method, target, body }) => {
  if (method === 'DELETE') {
    return { status: 204 };
  }
  if (method === 'GET') {
    return { status: 200, body: { items: [key] } };
  }
  const schema = target.endsWith('/rotate') ? rotateApiKeySchema : createApiKeySchema;
  return schema.safeParse(JSON.parse(body)).success
    ? { status: 201, body: { apiKey: key, secret } }
    : { status: 400, body: { code: 'invalid_request', title: 'Invalid request' } };
});

describe('api-keys.sh', () => {
  it.each([[[]], [['list']]])('%j lists the keys', async (args) => {
    const { exitCode, stdout } = await runner.run('api-keys.sh', { args, env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { items: [key] }]);
    expect(arrived()).toEqual([['GET', '/api/api-keys', '']]);
  });

  it.each<[string[], string, object]>([
    [
      ['create', 'Payroll "backend"', '--scope', 'tokens:read', '--scope', 'audit:read'],
      '/api/api-keys',
      { name: 'Payroll "backend"', scopes: ['tokens:read', 'audit:read'] },
    ],
    [
      ['create', '--expires-in-days', '90', '--scope', 'tokens:read', 'Payroll'],
      '/api/api-keys',
      { name: 'Payroll', scopes: ['tokens:read'], expiresInDays: 90 },
    ],
    [['rotate', 'key-1'], '/api/api-keys/key-1/rotate', {}],
    [['rotate', 'key-1', '--overlap-seconds', '0'], '/api/api-keys/key-1/rotate', { overlapSeconds: 0 }],
  ])('%j prints the new key once, and says so', async (args, path, body) => {
    const { exitCode, stdout, stderr } = await runner.run('api-keys.sh', { args, env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { apiKey: key, secret }]);
    expect(stderr).toContain('the only time that the key is shown');
    const [request] = taken();
    expect([request?.target, JSON.parse(request?.body ?? '')]).toEqual([path, body]);
  });

  it('shows the key in a table too', async () => {
    const args = ['rotate', 'key-1', '--format', 'table'];
    const { stdout } = await runner.run('api-keys.sh', { args, env });
    expect(stdout).toContain(`secret             ${secret}\n`);
  });

  it.each([
    ['--yes is given', ['--yes'], '', 0, 1],
    ['the id is typed', [], 'key-1\n', 0, 1],
    ['something else is typed', [], 'yes\n', 1, 0],
    ['nothing is typed', [], '', 1, 0],
  ])('revokes when %s', async (_when, options, input, exitCode, calls) => {
    const outcome = await runner.run('api-keys.sh', { args: ['revoke', 'key-1', ...options], env, input });
    const requests = arrived();
    expect([outcome.exitCode, requests.length]).toEqual([exitCode, calls]);
    if (calls > 0) {
      expect(requests).toEqual([['DELETE', '/api/api-keys/key-1', '']]);
    }
  });

  it.each([
    [['delete', 'key-1']],
    [['list', 'key-1']],
    [['create']],
    [['create', 'Payroll']],
    [['create', 'Payroll', 'Other', '--scope', 'tokens:read']],
    [['create', 'Payroll', '--scope', 'tokens:read', '--expires-in-days', 'x']],
    [['create', 'Payroll', '--scope', 'tokens:read', '--yes']],
    [['rotate']],
    [['rotate', '../x']],
    [['rotate', 'key-1', '--overlap-seconds', '-1']],
    [['revoke']],
    [['revoke', 'a', 'b']],
  ])('is called wrongly with %j', async (args) => {
    expect((await runner.run('api-keys.sh', { args, env })).exitCode).toBe(2);
    expect(taken()).toEqual([]);
  });
});
