import type { Integration, TokenResponse } from '@klayim/shared/types';
import { check } from './check.ts';
import type { Callers, Connection, JobContext } from './job-context.ts';

/** @throws {StepFailure} when the step that signs in has not happened. */
export function callersOf({ callers }: JobContext): Callers {
  check(callers !== null, 'Nobody has signed in.');
  return callers;
}

/** @throws {StepFailure} when the step that connects has not happened. */
export function connectionOf({ connections }: JobContext, provider: 'google' | 'microsoft'): Connection {
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

/** Enough of a token to tell it from another one. */
export function mask(token: string): string {
  return `${token.slice(0, 4)}… (${token.length} characters)`;
}

/** How far away an instant is, in words. */
export function inSeconds(instant: string | null): string {
  return instant === null ? 'never' : `in ${((Date.parse(instant) - Date.now()) / 1000).toFixed(1)} s`;
}
