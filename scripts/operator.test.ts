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

  it.each(['keys.sh', 'sweep.sh', 'rotate-keys.sh'])('%s says that an operator is needed', async (script) => {
    const { exitCode, stderr } = await runner.run(script, { env: { ...env, KLAYIM_ID_TOKEN: 'other' } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Only operators (operator_required, HTTP 403)');
  });

  it.each([
    ['keys.sh', ['x']],
    ['sweep.sh', ['--all']],
    ['rotate-keys.sh', ['v2']],
    ['rotate-keys.sh', ['--show', '../v2']],
    ['rotate-keys.sh', ['--wait', '--interval', '-1']],
    ['rotate-keys.sh', ['--wait', '--show']],
  ])('%s %j is called wrongly', async (script, args) => {
    expect((await runner.run(script, { args, env })).exitCode).toBe(2);
    expect(arrived()).toEqual([]);
  });
});
