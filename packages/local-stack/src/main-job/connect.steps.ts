import { walkConsent, type WalkConsentOptions } from '@klayim/local-oauth';
import { authorizeResponseSchema, integrationSchema } from '@klayim/shared/schemas';
import { type ApiAnswer, readAnswer } from './api-client.ts';
import { check } from './check.ts';
import { dumpFirestore } from './firestore-dump.ts';
import type { JobContext } from './job-context.ts';
import { callersOf, inSeconds } from './step-helpers.ts';

/** Whose accounts are connected, at both providers. */
export const ACCOUNT = 'ada@northwind.example';

/** Short enough to watch a token expire. */
export const SHORT_LIFETIME_SECONDS = 8;

/** An authorization as far as the browser's way back. */
export interface WalkedAuthorization {
  readonly callbackUrl: string;
  /** `Cookie` header of the browser that started. */
  readonly cookie: string;
}

/** Connects an account through the real redirects, and leaves it with a token that lives for seconds. */
export async function connect(context: JobContext, provider: 'google' | 'microsoft'): Promise<void> {
  const { stack, say } = context;
  stack[provider].control.setAccessTokenLifetimeSeconds(SHORT_LIFETIME_SECONDS);
  const { callbackUrl, cookie } = await authorize(context, provider, { account: ACCOUNT });
  const answer = await context.api({ path: callbackUrl, cookie });
  const integration = readAnswer(answer, integrationSchema);
  check(integration.status === 'connected', `The status is ${integration.status} instead of connected.`);
  check(
    integration.accountEmail === ACCOUNT,
    `The account is ${integration.accountEmail} instead of ${ACCOUNT}.`,
  );
  check(!JSON.stringify(answer.body).includes('credentials'), 'The callback shows credentials.');
  context.connections[provider] = { id: integration.id, accountEmail: ACCOUNT, callbackUrl, cookie };
  say(`${integration.accountEmail} is ${integration.status}, id ${integration.id}`);
  say(`scopes: ${integration.scopes.join(' ')}`);
  say(`the access token expires ${inSeconds(integration.expiresAt)}`);
}

/** POST …/authorize, then through the provider's pages as a browser goes, up to the redirect to the callback. */
export async function authorize(
  context: JobContext,
  provider: 'google' | 'microsoft',
  person: WalkConsentOptions,
): Promise<WalkedAuthorization> {
  const answer = await context.api({
    method: 'POST',
    path: `/integrations/${provider}/authorize`,
    as: callersOf(context).administrator,
    body: {},
    handsOver: (given) => [stateOf(given), cookieOf(given)].filter((value) => value !== ''),
  });
  const { authorizationUrl } = readAnswer(answer, authorizeResponseSchema);
  const query = new URL(authorizationUrl).searchParams;
  check(query.get('code_challenge_method') === 'S256', 'The authorization URL has no S256 challenge.');
  context.challenges.add(query.get('code_challenge') ?? '');
  context.secrets.push({ kind: 'state', value: stateOf(answer) });
  context.secrets.push({ kind: 'browser_key', value: cookieOf(answer).replace(/^__session=/, '') });
  // The one moment at which state, browser key and verifier could lie in the database.
  context.dumps.push(await dumpFirestore(context.stack.firestore, `while ${provider} was asked for consent`));

  const { callbackUrl } = await walkConsent(authorizationUrl, person);
  return { callbackUrl, cookie: cookieOf(answer) };
}

function stateOf({ body }: ApiAnswer): string {
  const answer = authorizeResponseSchema.safeParse(body);
  return answer.success ? (new URL(answer.data.authorizationUrl).searchParams.get('state') ?? '') : '';
}

function cookieOf({ headers }: ApiAnswer): string {
  const [line = ''] = headers.getSetCookie().filter((cookie) => cookie.startsWith('__session='));
  return line.split(';', 1)[0] ?? '';
}
