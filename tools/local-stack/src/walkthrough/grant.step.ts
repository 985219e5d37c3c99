import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demoOrganization } from '../stack/auth-users.ts';
import { apiFolder } from '../stack/repository.ts';
import { readRefusal } from './job-api.ts';
import type { JobContext } from './job-context.ts';

const newMember = `member@${demoOrganization}.example`;

/** The member becomes an administrator, loses everything, and is a member again: by the command that operators use. */
export async function giveAndTakeRole(context: JobContext): Promise<void> {
  const { api, say, stack, secrets } = context;
  const asMember = async () => {
    const idToken = await stack.signIn('member', demoOrganization);
    secrets.push({ kind: 'id_token', value: idToken });
    return api.as(idToken);
  };

  await grant(context, newMember, '--role', 'administrator');
  const { items } = await (await asMember()).call('listAuditEvents', { query: { limit: 1 } });
  say(
    `the member is an administrator now, and reads the audit trail: ${items.map(({ type }) => type).join()}`,
  );

  await grant(context, newMember, '--revoke');
  const call = (await asMember()).call('listIntegrations');
  say(`without a role: ${await readRefusal('Without a role', call, 403, 'organization_missing')}`);

  await grant(context, newMember, '--organization', demoOrganization, '--role', 'member');
  await (await asMember()).call('listIntegrations');
  say('and is a member again');
}

async function grant({ stack, say }: JobContext, ...args: string[]): Promise<void> {
  const command = join(apiFolder, 'src/cli/grant.ts');
  await promisify(execFile)(process.execPath, [command, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      GOOGLE_CLOUD_PROJECT: stack.projectId,
      FIREBASE_AUTH_EMULATOR_HOST: new URL(stack.authUrl).host,
      FIRESTORE_EMULATOR_HOST: stack.firestoreHost,
    },
  });
  say(`grant ${args.join(' ')}`);
}
