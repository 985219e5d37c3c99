import { type WalkConsentOptions, walkConsent } from '@klayim/local-oauth';
import { check } from './check.ts';
import { dumpFirestore } from './firestore-dump.ts';
import { connectedBy, cookieOf, stateOf } from './job-api.ts';
import type { JobContext, ProviderId } from './job-context.ts';
import { callersOf, demoAccount, inSeconds, serverOf } from './step-helpers.ts';

/** Short enough to watch a token expire. */
export const shortLifetimeSeconds = 8;

/** An authorization as far as the browser's way back. */
export interface WalkedAuthorization {
  readonly callbackUrl: string;
  /** `Cookie` header of the browser that started. */
  readonly cookie: string;
}

/** Connects an account through the real redirects, and leaves it with a token that lives for seconds. */
export async function connect(context: JobContext, provider: ProviderId): Promise<void> {
  const { stack, say } = context;
  stack[serverOf[provider]].control.setAccessTokenLifetimeSeconds(shortLifetimeSeconds);
  const { callbackUrl, cookie } = await authorize(context, provider, { account: demoAccount });
  const integration = connectedBy(await context.api.comeBack(callbackUrl, cookie));
  check(integration.status === 'connected', `The status is ${integration.status} instead of connected.`);
  check(
    integration.accountEmail === demoAccount,
    `The account is ${integration.accountEmail} instead of ${demoAccount}.`,
  );
  check(!JSON.stringify(integration).includes('credentials'), 'The callback shows credentials.');
  context.connections[provider] = { id: integration.id, accountEmail: demoAccount, callbackUrl, cookie };
  say(`${integration.accountEmail} is ${integration.status}`);
  say(`id ${integration.id}`);
  for (const scope of integration.scopes) {
    say(`scope ${scope}`);
  }
  say(`the access token expires ${inSeconds(integration.expiresAt)}`);
}

/** POST …/authorize, then through the provider's pages as a browser goes, up to the redirect to the callback. */
export async function authorize(
  context: JobContext,
  provider: ProviderId,
  person: WalkConsentOptions,
): Promise<WalkedAuthorization> {
  const { body, headers } = await context.api
    .as(callersOf(context).administrator)
    .callFully('startAuthorization', { path: { provider } });
  const { authorizationUrl } = body;
  const cookie = cookieOf(headers);
  const query = new URL(authorizationUrl).searchParams;
  check(query.get('code_challenge_method') === 'S256', 'The authorization URL has no S256 challenge.');
  context.challenges.add(query.get('code_challenge') ?? '');
  context.secrets.push({ kind: 'state', value: stateOf(authorizationUrl) });
  context.secrets.push({ kind: 'browser_key', value: cookie.replace(/^__session=/, '') });
  // The one moment at which state, browser key and verifier could lie in the database.
  context.dumps.push(await dumpFirestore(context.stack.firestore, `while ${provider} was asked for consent`));

  const { callbackUrl } = await walkConsent(authorizationUrl, person);
  return { callbackUrl, cookie };
}
