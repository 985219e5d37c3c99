import { waitFor } from '../stack/wait.ts';
import { check } from './check.ts';
import { shortLifetimeSeconds } from './connect.steps.ts';
import type { JobContext } from './job-context.ts';
import {
  concurrentCallers,
  connectionOf,
  countRefreshes,
  getIntegration,
  getToken,
  inSeconds,
  mask,
} from './step-helpers.ts';

/** Long enough that no call of a step finds a new token due again, however slow the machine is. */
const longLifetimeSeconds = 3600;

/** A fresh token comes out of the store, again and again, without asking the provider. */
export async function getTokenTwice(context: JobContext): Promise<void> {
  const { id } = connectionOf(context, 'microsoft_calendar');
  const { control } = context.stack.microsoft;
  // The sweep has left a token that is good for most of an hour.
  const first = await getToken(context, id);
  const refreshed = countRefreshes(control);
  const second = await getToken(context, id);
  context.say(`first ${mask(first.accessToken)}, second ${mask(second.accessToken)}`);
  check(first.accessToken === second.accessToken, 'The second call gave another token.');
  const asked = countRefreshes(control) - refreshed;
  check(asked === 0, `The provider was asked ${asked} times for a token that was good.`);
  context.say('served from the store: the provider was not asked');
}

/** Time passes, the token expires, and the next call gives a new one. */
export async function letTokenExpire(context: JobContext): Promise<void> {
  const { say, facts } = context;
  const { id } = connectionOf(context, 'google_calendar');
  const { control } = context.stack.google;
  const before = await getToken(context, id);
  say(`token ${mask(before.accessToken)} expires ${inSeconds(before.expiresAt)}`);
  await waitUntil(before.expiresAt);
  say('it has expired');
  control.setAccessTokenLifetimeSeconds(shortLifetimeSeconds * 2);

  const refreshed = countRefreshes(control);
  const after = await getToken(context, id);
  facts.refreshesAfterExpiry = countRefreshes(control) - refreshed;
  say(`the next call gives ${mask(after.accessToken)}`);
  say(`the provider saw ${facts.refreshesAfterExpiry} refresh`);
  check(after.accessToken !== before.accessToken, 'The call after expiry gave the expired token.');
  check(after.expiresAt > before.expiresAt, 'The new token does not live longer.');
  check(facts.refreshesAfterExpiry === 1, `The provider saw ${facts.refreshesAfterExpiry} refreshes, not 1.`);
}

/** Many callers at once for an expired token: one of them refreshes, all of them get the new token. */
export async function getTokenConcurrently(context: JobContext): Promise<void> {
  const { say, facts } = context;
  const { id } = connectionOf(context, 'google_calendar');
  const { control } = context.stack.google;
  await waitUntil((await getIntegration(context, id)).expiresAt);
  control.setAccessTokenLifetimeSeconds(longLifetimeSeconds);
  const callers = concurrentCallers();
  say(`the token has expired; ${callers} callers ask for it at once,`);
  say('each served by a process of its own');

  const refreshed = countRefreshes(control);
  const calls = Array.from({ length: callers }, () => getToken(context, id));
  const tokens = new Set((await Promise.all(calls)).map(({ accessToken }) => accessToken));
  facts.refreshesForConcurrentCalls = countRefreshes(control) - refreshed;
  say(`all ${callers} got ${[...tokens].map(mask).join(' and ')}`);
  say(`the provider saw ${facts.refreshesForConcurrentCalls} refresh`);
  check(tokens.size === 1, `The callers got ${tokens.size} different tokens.`);
  check(
    facts.refreshesForConcurrentCalls === 1,
    `The provider saw ${facts.refreshesForConcurrentCalls} refreshes, not 1.`,
  );
}

async function waitUntil(timestamp: string | null): Promise<void> {
  check(timestamp !== null, 'There is no token that could expire.');
  const atMs = Date.parse(timestamp);
  await waitFor(() => (Date.now() >= atMs ? true : undefined), {
    what: 'the token to expire',
    timeoutMs: Math.max(0, atMs - Date.now()) + 1000,
  });
}
