import { createKlayimClient, isKlayimError, type KlayimClient } from '@klayim/client';
import {
  authorizeResponseSchema,
  integrationSchema,
  issuedWebhookSecretSchema,
  problemDetailsSchema,
  tokenResponseSchema,
} from '@klayim/shared/schemas';
import type { Integration } from '@klayim/shared/types';
import { check, StepFailure } from './check.ts';
import type { Transcript } from './transcript.ts';

/** The API, as everyone who takes part sees it. Whatever it answers is in the transcript. */
export interface JobApi {
  /** As a caller with this ID token; with null, as one without. A refusal is thrown, and nothing is repeated. */
  readonly as: (idToken: string | null) => KlayimClient;
  /** As a browser that the provider sends back, with its `Cookie` header. */
  readonly comeBack: (callbackUrl: string, cookie?: string) => Promise<ComebackAnswer>;
}

/** How the API received a browser. */
export type ComebackAnswer =
  | { readonly status: number; readonly integration: Integration }
  | { readonly status: number; readonly code: string };

/** One call waits for the start of a functions process, which takes a minute when the machine is busy with other work. */
const testTimeoutMs = 240_000;

/** How long a step waits for what the task queue does. */
export const queueTimeoutMs = 240_000;

/** Makes the access to an API that writes every answer into a transcript. */
export function createJobApi(apiUrl: string, transcript: Transcript): JobApi {
  const recordingFetch: typeof fetch = async (target, init) => {
    const response = await fetch(target, init);
    const url = new URL(String(target));
    const body = await response.clone().text();
    // Without the query: it holds codes and states.
    const call = `${init?.method ?? 'GET'} ${url.pathname.replace(new URL(apiUrl).pathname, '')}`;
    const { status, headers } = response;
    transcript.record({ call, status, headers, body, handedOver: handedOver(headers, body) });
    return response;
  };

  return {
    as: (idToken) =>
      createKlayimClient({
        baseUrl: apiUrl,
        token: () => idToken,
        timeoutMs: testTimeoutMs,
        retries: 0,
        fetch: recordingFetch,
      }),

    async comeBack(callbackUrl, cookie) {
      const response = await recordingFetch(callbackUrl, {
        redirect: 'manual',
        signal: AbortSignal.timeout(testTimeoutMs),
        ...(cookie !== undefined && { headers: { cookie } }),
      });
      const answer: unknown = await response.json();
      const { status } = response;
      return status === 200
        ? { status, integration: integrationSchema.parse(answer) }
        : { status, code: problemDetailsSchema.parse(answer).code };
    },
  };
}

/**
 * Makes sure that a call is refused in the right way.
 *
 * @returns what was answered, in a few words.
 * @throws {StepFailure} when it was not.
 */
export async function readRefusal(
  what: string,
  call: Promise<unknown>,
  status: number,
  code: string,
): Promise<string> {
  const said = await call.then(
    (answer) => (isRefused(answer) ? `${answer.status} ${answer.code}` : 'a success'),
    (error: unknown) => {
      if (isKlayimError(error)) {
        return `${error.status ?? 'no answer'} ${error.code}`;
      }
      throw error;
    },
  );
  check(said === `${status} ${code}`, `${what}: answered ${said} instead of ${status} ${code}.`);
  return said;
}

/** @throws {StepFailure} when the API has not connected the account. */
export function connectedBy(answer: ComebackAnswer): Integration {
  if ('integration' in answer) {
    return answer.integration;
  }
  throw new StepFailure(`The callback answered ${answer.status} ${answer.code}.`);
}

/** The state in an authorization URL. */
export function stateOf(authorizationUrl: string): string {
  return new URL(authorizationUrl).searchParams.get('state') ?? '';
}

/** The browser's cookie, as the `Cookie` header sends it. */
export function cookieOf(headers: Headers): string {
  const [line = ''] = headers.getSetCookie().filter((cookie) => cookie.startsWith('__session='));
  return line.split(';', 1)[0] ?? '';
}

function isRefused(answer: unknown): answer is { status: number; code: string } {
  return typeof answer === 'object' && answer !== null && 'status' in answer && 'code' in answer;
}

/** What an answer exists to hand over, and what is therefore no find: a token, a state, a cookie, a new secret. */
function handedOver(headers: Headers, body: string): string[] {
  const answer = parse(body);
  const token = tokenResponseSchema.safeParse(answer);
  const authorization = authorizeResponseSchema.safeParse(answer);
  const endpoint = issuedWebhookSecretSchema.safeParse(answer);
  const secrets = [
    endpoint.success ? endpoint.data.secret : '',
    token.success ? token.data.accessToken : '',
    authorization.success ? stateOf(authorization.data.authorizationUrl) : '',
    cookieOf(headers),
  ];
  return secrets.filter((secret) => secret !== '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
