import { cpus, freemem, loadavg } from 'node:os';
import type { AuthorizationServer } from '@klayim/local-oauth';
import type { Integration, TokenResponse } from '@klayim/shared/types';
import { check } from './check.ts';
import type { Callers, Connection, JobContext, ProviderId } from './job-context.ts';

/** Whose accounts the demonstration connects, at both providers. */
export const demoAccount = 'lin@demo.example';

/** The authorization server of each provider. */
export const serverOf = { google_calendar: 'google', microsoft_calendar: 'microsoft' } as const;

type Control = AuthorizationServer['control'];

/** @throws {StepFailure} when the step that signs in has not happened. */
export function callersOf({ callers }: JobContext): Callers {
  check(callers !== null, 'No user has signed in.');
  return callers;
}

/** @throws {StepFailure} when the step that connects has not happened. */
export function connectionOf({ connections }: JobContext, provider: ProviderId): Connection {
  const connection = connections[provider];
  check(connection !== null, `No ${provider} account has been connected.`);
  return connection;
}

/** Reads an integration through the API. */
export async function getIntegration(context: JobContext, id: string): Promise<Integration> {
  return context.api.as(callersOf(context).member).call('getIntegration', { path: { id } });
}

/** Asks for an access token as a backend does. The token itself stays out of the transcript, and is a secret from now on. */
export async function getToken(context: JobContext, id: string): Promise<TokenResponse> {
  const token = await context.api.as(callersOf(context).service).call('getAccessToken', { path: { id } });
  context.secrets.push({ kind: 'access_token', value: token.accessToken });
  return token;
}

/** How many refreshes the demonstration's account has had at a provider. Other accounts do not count. */
export function countRefreshes(control: Control): number {
  return control
    .tokenRequests()
    .filter(({ grantType, account }) => grantType === 'refresh_token' && account === demoAccount).length;
}

/** Enough of a token to tell it from another one. */
export function mask(token: string): string {
  return `${token.slice(0, 4)}… (${token.length} characters)`;
}

/** How far away an timestamp is, in words. */
export function inSeconds(timestamp: string | null): string {
  return timestamp === null ? 'never' : `in ${((Date.parse(timestamp) - Date.now()) / 1000).toFixed(1)} s`;
}

/** The functions emulator serves each concurrent call from a process of its own, of about this size. */
const processBytes = 250_000_000;

/** How many callers at once this machine can serve now: from 2 to 8. */
export function concurrentCallers(): number {
  const idleCores = cpus().length / Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
  const affordable = Math.min(idleCores * 4, freemem() / 2 / processBytes);
  return Math.max(2, Math.min(8, Math.floor(affordable)));
}
