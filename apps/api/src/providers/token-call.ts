import { type FormPost, type HttpAnswer, postForm } from './bounded-fetch.ts';
import { classifyAnswer } from './classify-failure.ts';
import { ProviderError } from './provider-error.ts';
import type { ReasonTable } from './reasons/reason-table.ts';
import { readTokenAnswer, type TokenAnswer } from './token-grant.ts';

/**
 * How long one request to a token endpoint may take, in milliseconds. Such a request uses up a code or a refresh token:
 * whoever hangs up on it may lose the only tokens that are left. So it is not bound to how long a caller waits, only to how
 * long an instance may live: a request of the API has 60 seconds.
 */
export const maxExchangeMs = 45_000;

/**
 * One call to a token endpoint, kept apart from the library that composes the request. What came back is judged here
 * and not by the library: libraries drop rotated refresh tokens, and their errors hold the whole request.
 */
export interface TokenCall {
  /**
   * Sends the request and keeps the outcome.
   * @throws {ProviderError} for everything but a token answer, and for a second request: a retry would look like a
   * replayed grant.
   */
  send(post: Omit<FormPost, 'timeoutMs'>): Promise<HttpAnswer>;
  /**
   * The outcome of the request.
   * @throws {ProviderError} what `send` threw; misconfigured when the library sent nothing.
   */
  outcome(): TokenAnswer;
}

/**
 * Makes a call that is yet to be sent.
 * @param given.timeoutMs Default: {@link maxExchangeMs}.
 * @param given.reasons the table of the server that is called. Default: what the standards say.
 */
export function createTokenCall({
  timeoutMs = maxExchangeMs,
  reasons,
}: {
  timeoutMs?: number | undefined;
  reasons?: ReasonTable | undefined;
}): TokenCall {
  let sent = false;
  let outcome: TokenAnswer | ProviderError | undefined;
  return {
    async send(post) {
      if (sent) {
        throw new ProviderError('unavailable', 'repeated_request');
      }
      sent = true;
      try {
        const answer = await postForm({ ...post, timeoutMs });
        if (answer.status < 200 || answer.status > 299) {
          throw classifyAnswer(answer, reasons);
        }
        outcome = readTokenAnswer(answer.body);
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) {
          outcome = error;
        }
        throw error;
      }
    },
    outcome() {
      // Made only when it is needed: an error costs its stack.
      if (!outcome) {
        throw new ProviderError('misconfigured', 'request_not_sent');
      }
      if (outcome instanceof ProviderError) {
        throw outcome;
      }
      return outcome;
    },
  };
}
