import { afterEach, describe, expect, it } from 'vitest';
import { idToken } from './testing/api-answers.ts';
import type { Answer } from './testing/recording-server.ts';
import { useScriptApi } from './testing/script-api.ts';

let answers: Answer[] = [];

const refusal: Answer = {
  status: 403,
  body: { title: 'Only operators', detail: 'Only operators', code: 'operator_required', requestId: 'r-1' },
};
const { runner, env, taken } = useScriptApi(({ headers }) =>
  headers.authorization === `Bearer ${idToken}` ? (answers.shift() ?? { status: 500 }) : refusal,
);
const rotation = (status: string, failed = 0) => ({ id: 'v2', status, failed, remaining: failed });

afterEach(() => {
  answers = [];
});

/** Method and target of what arrived, in order. */
const arrived = () => taken().map(({ method, target, body }) => `${method} ${target}${body}`);

describe('scripts for operators', () => {
  it.each([
    ['keys.sh', [], 'GET /api/operator/encryption-keys'],
    ['sweep.sh', [], 'POST /api/operator/sweeps'],
    ['sweep.sh', ['--list'], 'GET /api/operator/sweeps'],
    ['platform.sh', ['queues'], 'GET /api/operator/queues'],
    ['platform.sh', ['secrets'], 'GET /api/operator/client-secrets'],
    ['platform.sh', ['incidents'], 'GET /api/operator/incidents'],
    ['platform.sh', ['unlisted'], 'GET /api/operator/unlisted-errors'],
    ['platform.sh', ['organizations'], 'GET /api/operator/organizations?limit=25'],
    [
      'platform.sh',
      ['organizations', '--cursor', 'abc'],
      'GET /api/operator/organizations?limit=25&cursor=abc',
    ],
    ['rotate-keys.sh', [], 'POST /api/operator/key-rotations'],
    ['rotate-keys.sh', ['--show'], 'GET /api/operator/key-rotations/current'],
    ['rotate-keys.sh', ['--show', 'v3'], 'GET /api/operator/key-rotations/v3'],
  ])('%s %j calls %s', async (script, args, expected) => {
    answers = [{ status: 200, body: { answer: script } }];
    const { exitCode, stdout } = await runner.run(script, { args, env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { answer: script }]);
    expect(arrived()).toEqual([expected]);
  });

  it.each([
    ['everything was moved', 0, 0],
    ['something was not', 2, 1],
  ])('rotate-keys.sh --wait looks until it is over, and says whether %s', async (_what, failed, status) => {
    answers = [
      { status: 202, body: rotation('running') },
      { status: 200, body: rotation('running') },
      { status: 200, body: rotation('finished', failed) },
    ];
    const { exitCode, stdout, stderr } = await runner.run('rotate-keys.sh', {
      args: ['--wait', '--interval', '0'],
      env,
    });
    expect([exitCode, JSON.parse(stdout)]).toEqual([status, rotation('finished', failed)]);
    expect(stderr.includes('key_rotation.record_failed')).toBe(failed > 0);
    expect(arrived()).toEqual([
      'POST /api/operator/key-rotations',
      'GET /api/operator/key-rotations/v2',
      'GET /api/operator/key-rotations/v2',
    ]);
  });

  const counts = { due: 3, enqueued: 0, refreshed: 3, skipped: 0, failed: 0 };
  const sweepOf = (id: string, status: string, change: object = {}) => ({
    id,
    status,
    startedBy: 'ops',
    summary: null,
    failure: null,
    ...change,
  });
  it.each<[string, object, number, string]>([
    ['everything was refreshed', sweepOf('s-2', 'finished', { summary: counts }), 0, ''],
    [
      'some could not be refreshed',
      sweepOf('s-2', 'finished', { summary: { ...counts, refreshed: 1, failed: 2, byProvider: {} } }),
      1,
      '2 connections could not be refreshed',
    ],
    ['it broke off', sweepOf('s-2', 'failed', { failure: 'store_unavailable' }), 1, 'store_unavailable'],
    [
      'a part is still on the queue',
      sweepOf('s-2', 'finished', { summary: { ...counts, refreshed: 0, enqueued: 3 } }),
      0,
      '3 connections were handed to the task queue',
    ],
  ])('sweep.sh --wait looks until it is over, and says whether %s', async (_what, ended, status, said) => {
    const other = sweepOf('s-1', 'failed', { failure: 'of another sweep' });
    answers = [
      { status: 202, body: sweepOf('s-2', 'queued') },
      { status: 200, body: { items: [sweepOf('s-2', 'queued'), other] } },
      { status: 200, body: { items: [sweepOf('s-3', 'queued'), ended, other] } },
    ];
    const args = ['--wait', '--interval', '0'];
    const { exitCode, stdout, stderr } = await runner.run('sweep.sh', { args, env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([status, ended]);
    expect(stderr).toContain('queued after 0 s\n');
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('of another sweep');
    expect(arrived()).toEqual([
      'POST /api/operator/sweeps',
      'GET /api/operator/sweeps',
      'GET /api/operator/sweeps',
    ]);
  });

  it('sweep.sh --wait fails when its sweep is no longer among the last ones', async () => {
    answers = [
      { status: 202, body: sweepOf('s-2', 'queued') },
      { status: 200, body: { items: [sweepOf('s-3', 'finished')] } },
    ];
    const { exitCode, stderr } = await runner.run('sweep.sh', { args: ['--wait', '--interval', '0'], env });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('no longer among the last ones')]);
  });

  it.each(['keys.sh', 'sweep.sh', 'rotate-keys.sh'])('%s says that an operator is needed', async (script) => {
    const { exitCode, stderr } = await runner.run(script, { env: { ...env, KLAYIM_ID_TOKEN: 'other' } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Only operators (operator_required, HTTP 403)');
  });

  it.each([
    ['keys.sh', ['x']],
    ['sweep.sh', ['--all']],
    ['sweep.sh', ['--wait', '--list']],
    ['sweep.sh', ['--wait', '--interval', '-1']],
    ['platform.sh', []],
    ['platform.sh', ['passwords']],
    ['platform.sh', ['queues', '--cursor', 'abc']],
    ['platform.sh', ['organizations', '--cursor', 'a&b=c']],
    ['rotate-keys.sh', ['v2']],
    ['rotate-keys.sh', ['--show', '../v2']],
    ['rotate-keys.sh', ['--wait', '--interval', '-1']],
    ['rotate-keys.sh', ['--wait', '--show']],
  ])('%s %j is called wrongly', async (script, args) => {
    expect((await runner.run(script, { args, env })).exitCode).toBe(2);
    expect(arrived()).toEqual([]);
  });
});
