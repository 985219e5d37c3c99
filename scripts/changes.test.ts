import { describe, expect, it } from 'vitest';
import { organizationEventsQuerySchema } from '../packages/shared/src/schemas/index.ts';
import { useScriptApi } from './testing/script-api.ts';

const change = (position: string) => ({ kind: 'integration', id: `of ${position}`, position });
const stream = (...positions: string[]) => ({
  status: 200,
  headers: { 'Content-Type': 'text/event-stream' },
  body: `retry: 1000\n\n${positions.map((at) => `event: change\ndata: ${JSON.stringify(change(at))}\n\n`).join(': still here\n\n')}`,
});

const { runner, env, taken } = useScriptApi(({ target }) => {
  const { searchParams } = new URL(target, 'http://api');
  const query = organizationEventsQuerySchema.safeParse(Object.fromEntries(searchParams));
  if (!query.success) {
    return { status: 400, body: { code: 'invalid_request', title: 'Invalid request', status: 400 } };
  }
  // The second stream is refused, so that the script ends.
  const { after } = query.data;
  return after === undefined
    ? stream('1.1', '2.1')
    : { status: 403, body: { code: 'insufficient_role', title: 'Insufficient role', status: 403 } };
});
const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('changes.sh', () => {
  it('prints each change as a line, goes on after the last one, and ends when it is refused', async () => {
    const { exitCode, stdout, stderr } = await runner.run('changes.sh', { env });
    expect([exitCode, linesOf(stdout)]).toEqual([1, [change('1.1'), change('2.1')]]);
    expect(stderr).toContain('Insufficient role (insufficient_role, HTTP 403)');
    expect(taken().map(({ target }) => target)).toEqual([
      '/api/organization/events',
      '/api/organization/events?after=2.1',
    ]);
  });

  it('ends with the first changes when it is asked to', async () => {
    const { exitCode, stdout, stderr } = await runner.run('changes.sh', { args: ['--once'], env });
    expect([exitCode, linesOf(stdout), stderr]).toEqual([0, [change('1.1'), change('2.1')], '']);
    expect(taken().map(({ target }) => target)).toEqual(['/api/organization/events?until=change']);
  });

  it('says when nothing answers', async () => {
    const nobody = { ...env, KLAYIM_API_URL: 'http://127.0.0.1:1/api' };
    const { exitCode, stdout, stderr } = await runner.run('changes.sh', { env: nobody });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('No answer from http://127.0.0.1:1/api/organization/events.');
  });
});
