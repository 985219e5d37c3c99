import { describe, expect, it } from 'vitest';
import { acceptInvitationSchema, lookUpInvitationSchema } from '../packages/shared/src/schemas/index.ts';
import { useScriptApi } from './testing/script-api.ts';

const token = 'inv_2vJ7wYQkX9sLr4TbM';
const link = `https://app.example/invitation#${token}\n`;
const offer = { organizationId: 'northwind', organizationName: 'Northwind', role: 'member' };
const joined = { organizationId: 'northwind', role: 'member' };

const { runner, env, taken, arrived } = useScriptApi(({ target, body }) => {
  const isLook = target.endsWith('/look-up');
  const read = (isLook ? lookUpInvitationSchema : acceptInvitationSchema).safeParse(JSON.parse(body));
  return read.success && read.data.token === token
    ? { status: 200, body: isLook ? offer : joined }
    : { status: 404, body: { code: 'invitation_not_found', title: 'Invitation unknown' } };
});

describe('accept-invitation.sh', () => {
  it.each<[string[], string, object, object]>([
    [[], 'accept', { token }, joined],
    [['--look'], 'look-up', { token }, offer],
  ])('%j reads the link from standard input', async (args, path, body, answer) => {
    const { exitCode, stdout, stderr } = await runner.run('accept-invitation.sh', { args, env, input: link });
    expect([exitCode, JSON.parse(stdout), stderr]).toEqual([0, answer, '']);
    const [[method, target, sent] = []] = arrived();
    expect([method, target, JSON.parse(sent ?? '')]).toEqual(['POST', `/api/invitations/${path}`, body]);
    expect(runner.curlArguments()).not.toContain(token);
  });

  it('takes the token alone, and tells of a refusal', async () => {
    expect((await runner.run('accept-invitation.sh', { env, input: token })).exitCode).toBe(0);
    const { exitCode, stderr } = await runner.run('accept-invitation.sh', { env, input: 'inv_another\n' });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Invitation unknown')]);
  });

  it.each([
    [['--leave', 'fabrikam'], link],
    [[token], link],
    [[], ''],
    [[], 'a "quoted" token\n'],
  ])('is called wrongly with %j and %j, and asks nothing', async (args, input) => {
    expect((await runner.run('accept-invitation.sh', { args, env, input })).exitCode).toBe(2);
    expect(taken()).toEqual([]);
  });

  it('explains itself, and names what it needs', async () => {
    const { exitCode, stdout } = await runner.run('accept-invitation.sh', { args: ['--help'] });
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Usage: accept-invitation.sh/)]);
    for (const name of ['KLAYIM_API_URL', 'KLAYIM_ID_TOKEN']) {
      const { [name]: _missing, ...rest } = env;
      const outcome = await runner.run('accept-invitation.sh', { env: rest, input: link });
      expect([outcome.exitCode, outcome.stderr]).toEqual([2, expect.stringContaining(`${name} is not set`)]);
    }
  });
});
