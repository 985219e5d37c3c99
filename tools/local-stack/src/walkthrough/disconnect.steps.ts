import { check } from './check.ts';
import { readRefusal } from './job-api.ts';
import type { JobContext } from './job-context.ts';
import { listIntegrations } from './prepare.steps.ts';
import { callersOf, connectionOf, getToken } from './step-helpers.ts';

/** One click: credentials erased here, and the grant ended at the provider. */
export async function disconnectGoogle(context: JobContext): Promise<void> {
  const { stack, say, facts } = context;
  const { id, accountEmail } = connectionOf(context, 'google_calendar');
  const { accessToken } = await getToken(context, id);
  const accepted = await askUserinfo(context, accessToken);
  say(`Google accepts the access token before: ${accepted}`);
  check(accepted === 200, `Google answered ${accepted} to a token that should be good.`);

  const { administrator, service } = callersOf(context);
  const byAdministrator = context.api.as(administrator);
  const { integration, revocation } = await byAdministrator.call('disconnectIntegration', { path: { id } });
  facts.revocation = revocation;
  say(`status ${integration.status}, revocation ${revocation}`);
  check(integration.status === 'disconnected', `The status is ${integration.status}.`);
  check(revocation === 'revoked', `The revocation is ${revocation} instead of revoked.`);

  const refused = await askUserinfo(context, accessToken);
  const grantsLeft = stack.google.control.revokeGrantOf(accountEmail);
  say(`Google refuses the access token afterwards: ${refused}; grants left there: ${grantsLeft}`);
  check(refused === 401, `Google answered ${refused} to a revoked token.`);
  check(grantsLeft === 0, `${grantsLeft} grants of the account are left at Google.`);

  const stored = await stack.firestore.doc(`integrations/${id}`).get();
  check(stored.get('credentials') === null, 'The document still holds credentials.');
  say('credentials in the document: null');
  const token = context.api.as(service).call('getAccessToken', { path: { id } });
  say(`a token of it: ${await readRefusal('A token of it', token, 409, 'integration_disconnected')}`);
}

/** Both connections are in the list, one of them alive. */
export async function listBoth(context: JobContext): Promise<void> {
  const found = await listIntegrations(context);
  for (const { provider, accountEmail, status, refreshCount } of found) {
    context.say(`${provider}, ${accountEmail}: ${status}, refreshed ${refreshCount} times`);
  }
  const statuses = Object.fromEntries(found.map(({ provider, status }) => [provider, status]));
  check(
    statuses['google_calendar'] === 'disconnected',
    `Google is ${statuses['google_calendar']} in the list.`,
  );
  check(
    statuses['microsoft_calendar'] === 'connected',
    `Microsoft is ${statuses['microsoft_calendar']} in the list.`,
  );
}

async function askUserinfo({ stack }: JobContext, accessToken: string): Promise<number> {
  const response = await fetch(stack.google.endpoints.userinfo, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  await response.body?.cancel();
  return response.status;
}
