import { describe, expect, it } from 'vitest';
import {
  createWebhookEndpointSchema,
  rotateWebhookSecretSchema,
  webhookEndpointPatchSchema,
} from '../packages/shared/src/schemas/index.ts';
import { useScriptApi } from './testing/script-api.ts';

const secret = 'whsec_2vJ7wYQkX9sLr4TbM';
const endpoint = { id: 'hook-1', url: 'https://hooks.example/klayim', events: ['connection.connected'] };
const path = '/api/webhook-endpoints/hook-1';

const { runner, env, taken, arrived } = useScriptApi(({ method, target, body }) => {
  if (method === 'DELETE') {
    return { status: 204 };
  }
  const schema =
    method === 'PATCH'
      ? webhookEndpointPatchSchema
      : target.endsWith('/rotate-secret')
        ? rotateWebhookSecretSchema
        : target.endsWith('/webhook-endpoints') && method === 'POST'
          ? createWebhookEndpointSchema
          : null;
  if (schema && !schema.safeParse(JSON.parse(body)).success) {
    return { status: 400, body: { code: 'invalid_request', title: 'Invalid request' } };
  }
  return {
    status: 200,
    body: schema && method === 'POST' ? { endpoint, secret } : { ...endpoint, items: [] },
  };
});

describe('webhooks.sh', () => {
  it.each<[string[], string, string, object | null]>([
    [['list'], 'GET', '/api/webhook-endpoints', null],
    [['show', 'hook-1'], 'GET', path, null],
    [['change', 'hook-1', '--url', 'https://x.example/h'], 'PATCH', path, { url: 'https://x.example/h' }],
    [
      ['change', 'hook-1', '--event', 'connection.connected', '--url', 'https://x.example/h'],
      'PATCH',
      path,
      { url: 'https://x.example/h', events: ['connection.connected'] },
    ],
    [
      ['change', 'hook-1', '--event', 'connection.connected'],
      'PATCH',
      path,
      { events: ['connection.connected'] },
    ],
    [['on', 'hook-1'], 'PATCH', path, { enabled: true }],
    [['off', 'hook-1'], 'PATCH', path, { enabled: false }],
    [['verify', 'hook-1'], 'POST', `${path}/verify`, null],
    [['test', 'hook-1'], 'POST', `${path}/test`, null],
    [
      ['deliveries', 'hook-1', '--limit', '5', '--cursor', 'a b'],
      'GET',
      `${path}/deliveries?limit=5&cursor=a%20b`,
      null,
    ],
    [['deliver-again', 'hook-1', 'delivery-1'], 'POST', `${path}/deliveries/delivery-1/replay`, null],
  ])('%j does that', async (args, method, target, body) => {
    const { exitCode, stdout, stderr } = await runner.run('webhooks.sh', { args, env });
    expect([exitCode, stderr, JSON.parse(stdout).id]).toEqual([0, '', 'hook-1']);
    const [request] = taken();
    expect([request?.method, request?.target.replace('+', '%20')]).toEqual([method, target]);
    expect(request?.body === '' ? null : JSON.parse(request?.body ?? '')).toEqual(body);
  });

  it.each<[string[], string, object]>([
    [
      ['add', 'https://hooks.example/"klayim"', '--event', 'connection.connected'],
      '/api/webhook-endpoints',
      { url: 'https://hooks.example/"klayim"', events: ['connection.connected'] },
    ],
    [['rotate', 'hook-1'], `${path}/rotate-secret`, {}],
    [['rotate', 'hook-1', '--overlap-seconds', '0'], `${path}/rotate-secret`, { overlapSeconds: 0 }],
  ])('%j prints the secret once, and says so', async (args, target, body) => {
    const { exitCode, stdout, stderr } = await runner.run('webhooks.sh', { args, env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { endpoint, secret }]);
    expect(stderr).toContain('the only time that the secret is shown');
    const [request] = taken();
    expect([request?.target, JSON.parse(request?.body ?? '')]).toEqual([target, body]);
  });

  it.each([
    ['--yes is given', ['--yes'], '', 0, 1],
    ['the id is typed', [], 'hook-1\n', 0, 1],
    ['something else is typed', [], 'yes\n', 1, 0],
  ])('deletes when %s', async (_when, options, input, exitCode, calls) => {
    const args = ['remove', 'hook-1', ...options];
    expect((await runner.run('webhooks.sh', { args, env, input })).exitCode).toBe(exitCode);
    expect(arrived()).toEqual(Array(calls).fill(['DELETE', path, '']));
  });

  it.each([
    [['add', 'https://hooks.example']],
    [['add', '--event', 'connection.connected']],
    [['change', 'hook-1']],
    [['show', '../members']],
    [['show']],
    [['show', 'hook-1', 'hook-2']],
    [['deliver-again', 'hook-1']],
    [['rotate', 'hook-1', '--overlap-seconds', 'a day']],
    [['list', 'hook-1']],
    [['forget', 'hook-1']],
  ])('is called wrongly with %j, and does nothing', async (args) => {
    expect((await runner.run('webhooks.sh', { args, env })).exitCode).toBe(2);
    expect(taken()).toEqual([]);
  });
});
