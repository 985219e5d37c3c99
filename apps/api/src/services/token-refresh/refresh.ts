import { randomUUID } from 'node:crypto';
import { AppError } from '../../errors/app-error.ts';
import { createBackoff, type Timers } from '../../lib/backoff.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { fromFirestore, isTransient } from '../../lib/firestore-errors.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { RefreshAttempt } from './call-under-lease.ts';
import { toStoredAnswer } from './caller-error.ts';
import { type Decision, decide, type RefreshRequest } from './decide.ts';
import { type AttemptResult, fallBackOrThrow, type RefreshResult, toValidToken } from './refresh-result.ts';
import type { RefreshTiming } from './refresh-timing.ts';

export interface RefreshDependencies extends Timers {
  integrationRepository: Pick<IntegrationRepository, 'findById' | 'getDecryptedCredentials'>;
  refreshUnderLease: (attempt: RefreshAttempt) => Promise<AttemptResult>;
  timing: Pick<RefreshTiming, 'firestoreTimeoutMs'>;
}

/** Max attempts without a result of a refresh in the background. A caller's refresh goes on until the caller leaves. */
const maxBackgroundRetries = 10;

/** A refresh of an integration as it was read and decided on. */
export interface RefreshInput
  extends Pick<RefreshAttempt, 'permit' | 'usedBy' | 'auditEvent' | 'callersLeaveAtMs' | 'onAnswer'> {
  stored: StoredIntegration;
  decision: Decision;
  request: RefreshRequest;
}

/**
 * Reads an integration, for no longer than a caller may wait for Firestore.
 * @throws {AppError} integration_not_found
 */
export function createTimelyRead({
  integrationRepository,
  timing,
}: {
  integrationRepository: Pick<IntegrationRepository, 'findById'>;
  timing: Pick<RefreshTiming, 'firestoreTimeoutMs'>;
}) {
  return async (organizationId: string, integrationId: string): Promise<StoredIntegration> => {
    const reading = integrationRepository.findById(organizationId, integrationId);
    const stored = await withinDeadline(reading, timing.firestoreTimeoutMs);
    if (!stored) {
      throw new AppError('integration_not_found');
    }
    return stored;
  };
}

/** Refreshes one integration by the lease protocol of docs/adr/0002-lease.md. */
export function createRefresh(dependencies: RefreshDependencies) {
  const { integrationRepository, refreshUnderLease, clock } = dependencies;
  const read = createTimelyRead(dependencies);

  /** Acts on a decision, reads again and decides again, until there is a valid token. */
  async function refreshUntilDone(input: RefreshInput): Promise<RefreshResult> {
    const request = { ...input.request, ownerId: randomUUID() };
    const policy = {
      initialDelayMs: 40,
      maxDelayMs: 500,
      factor: 1.5,
      jitter: 0.5,
      ...(input.callersLeaveAtMs !== null && { budgetMs: input.callersLeaveAtMs - clock() }),
    };
    const backoff = createBackoff(policy, dependencies);
    let { stored, decision } = input;
    let storeErrors = 0;
    let retries = 0;
    for (;;) {
      if (decision.action === 'reject') {
        throw toRejection(decision, stored);
      }
      const { organizationId } = stored;
      const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
      const fallBack = (error: unknown) => fallBackOrThrow(clock(), stored, credentials, request, error);
      if (decision.action === 'use') {
        return { token: toValidToken(stored, credentials, decision.degraded), refreshed: false };
      }
      if (decision.action === 'wait') {
        if (request.background || !(await backoff.pause())) {
          return fallBack(new AppError('refresh_in_progress', { retryAfterMs: 1_000 }));
        }
      } else {
        try {
          const result = await refreshUnderLease({ ...input, stored, credentials, decision, request });
          if (result.kind === 'done') {
            return result;
          }
          retries += 1;
          const { callersLeaveAtMs } = input;
          if (callersLeaveAtMs === null ? retries > maxBackgroundRetries : clock() >= callersLeaveAtMs) {
            return fallBack(new AppError('refresh_in_progress', { retryAfterMs: 1_000 }));
          }
        } catch (error) {
          // The lease may have been acquired although the answer was an error: reading again shows it.
          storeErrors += 1;
          if (!isTransient(error)) {
            throw error;
          }
          if (storeErrors > 1) {
            return fallBack(fromFirestore(error));
          }
        }
      }
      stored = await read(stored.organizationId, stored.id);
      decision = decide(clock(), stored, request);
    }
  }

  /**
   * Brings an integration to a valid token.
   * @throws {AppError} as `getValidToken`.
   */
  return async (input: RefreshInput): Promise<RefreshResult> => {
    try {
      return await refreshUntilDone(input);
    } finally {
      // A permit, or a place in the queue for one, that was kept from one attempt to the next.
      input.permit.release();
    }
  };
}

/** Repeats what the connection's last error said, for callers who come while it stands. */
function toRejection(
  { reason, retryAfterMs }: Extract<Decision, { action: 'reject' }>,
  { lastError }: StoredIntegration,
): AppError {
  const known =
    lastError?.code === reason
      ? { detail: lastError.message, providerError: toStoredAnswer(lastError) }
      : undefined;
  return new AppError(reason, { retryAfterMs, ...known });
}
