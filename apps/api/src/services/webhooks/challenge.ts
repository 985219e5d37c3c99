import { randomBytes, randomUUID } from 'node:crypto';
import type { WebhookFailure } from '@klayim/shared/types';
import type { Clock } from '../../lib/clock.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import { signWebhook } from '../../lib/webhook-signature.ts';
import type { SendRequest } from './send-request.ts';

/** Sends the challenge that proves that a URL takes webhooks of ours. @returns null when it was answered. */
export type SendChallenge = (url: string, secrets: readonly string[]) => Promise<WebhookFailure | null>;

/**
 * Makes the sender of challenges: a signed `endpoint.verification` whose answer, a 2xx, must hold the challenge, as
 * `{"challenge": "…"}` or as the whole text. A server that merely answers everything does not pass.
 */
export function createChallenge({
  sendRequest,
  clock,
}: {
  sendRequest: SendRequest;
  clock: Clock;
}): SendChallenge {
  return async (url, secrets) => {
    const challenge = randomBytes(24).toString('base64url');
    const nowMs = clock();
    const body = JSON.stringify({
      type: 'endpoint.verification',
      timestamp: isoTimestampOfMs(nowMs),
      data: { challenge },
    });
    const signed = { id: randomUUID(), timestamp: Math.floor(nowMs / 1000), body };
    const response = await sendRequest({ url, headers: signWebhook(secrets, signed), body });
    if (response.status === null) {
      return response.failure;
    }
    if (response.status >= 300 && response.status < 400) {
      return 'redirected';
    }
    if (response.status < 200 || response.status >= 300) {
      return 'refused';
    }
    return echoOf(response.body) === challenge ? null : 'challenge_not_echoed';
  };
}

function echoOf(body: string): unknown {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && 'challenge' in answer ? answer.challenge : answer;
  } catch {
    return body.trim();
  }
}
