import { isKlayimError } from '@klayim/client';
import type { Integration } from '@klayim/shared/types';
import { demoOrganization } from '../stack/auth-users.ts';
import { check } from './check.ts';
import type { JobContext } from './job-context.ts';
import { callersOf, getToken, mask } from './step-helpers.ts';

/** Everyone signs in with a password at the Auth emulator and gets a real ID token. */
export async function signIn(context: JobContext): Promise<void> {
  const { stack, secrets, say } = context;
  const [owner, administrator, member, service, stranger] = await Promise.all([
    stack.signIn('owner', demoOrganization),
    stack.signIn('administrator', demoOrganization),
    stack.signIn('member', demoOrganization),
    stack.signIn('service', demoOrganization),
    stack.signIn('owner', 'fabrikam'),
  ]);
  context.callers = { owner, administrator, member, service, stranger };
  for (const value of [owner, administrator, member, service, stranger]) {
    secrets.push({ kind: 'id_token', value });
  }
  say('ID tokens for the owner, administrator, member and service of demo');
  say('and for the owner of another organization, fabrikam');
}

/** Lists what is there: with kept data, the connection that the last run left still has to give a token. */
export async function lookAtEarlierConnections(context: JobContext): Promise<void> {
  const { facts, say } = context;
  const found = await listIntegrations(context);
  if (found.length === 0) {
    return say('the list is empty');
  }
  for (const { id, provider, accountEmail, status, refreshCount } of found) {
    say(`${provider}, ${accountEmail}: ${status}, refreshed ${refreshCount} times`);
    if (status !== 'connected') {
      continue;
    }
    try {
      const token = await getToken(context, id);
      facts.earlier.push({ provider, gaveToken: true });
      say(`  of an earlier run, and it still gives a token: ${mask(token.accessToken)}`);
    } catch (error) {
      if (!isKlayimError(error)) {
        throw error;
      }
      facts.earlier.push({ provider, gaveToken: false });
      say(`  of an earlier run, and it gives no token any more: ${error.message}`);
    }
  }
}

/** Deletes what earlier runs left, so that this one starts where the first one did. */
export async function purgeEarlierConnections(context: JobContext): Promise<void> {
  const found = await listIntegrations(context);
  for (const { id, provider, accountEmail } of found) {
    await context.api.as(callersOf(context).owner).call('deleteIntegration', { path: { id } });
    context.say(`the owner deleted ${provider}, ${accountEmail}`);
  }
  const left = await listIntegrations(context);
  check(left.length === 0, `${left.length} connections are left after deleting all.`);
  if (found.length === 0) {
    context.say('there was nothing to delete');
  }
}

/** All connections of the organization, as a member sees them. */
export async function listIntegrations(context: JobContext): Promise<Integration[]> {
  const items: Integration[] = [];
  const byMember = context.api.as(callersOf(context).member);
  for await (const item of byMember.items('listIntegrations', { query: { limit: 100 } })) {
    items.push(item);
  }
  return items;
}
