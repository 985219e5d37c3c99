import type { RefreshOutcome } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import type { ProviderError } from '../../providers/provider-error.ts';
import { reasonTexts } from '../../providers/reasons/reason-texts.ts';
import type { StoredError, StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import { describeForUsers } from '../connections/provider-answer.ts';
import type { RecoverableCode } from './caller-error.ts';
import { type RefreshRequest, toTrigger } from './decide.ts';
import { fromStoredExpiry, toStoredExpiry, withWarning } from './grant-expiry.ts';
import { backOffAfterFailure, rejectionToleranceMs } from './schedule.ts';

/** A failure as its connection keeps it. */
export function toStoredError(code: StoredError['code'], error: ProviderError, nowMs: number): StoredError {
  const { reason, helpUrl, facts } = error;
  return {
    code,
    message: describeForUsers(error),
    reason,
    actor: reasonTexts[reason].actor,
    helpUrl,
    providerError: error.code,
    ...facts,
    ...(!error.isListed && { isUnlisted: true as const }),
    at: Timestamp.fromMillis(nowMs),
  };
}

/** What a connection becomes that may recover: it is tried again later, and its owner is warned if its grant ends by then. */
export function toBackedOff(
  stored: StoredIntegration,
  code: RecoverableCode,
  error: ProviderError,
  { nowMs, random }: { nowMs: number; random: number },
) {
  const { status, consecutiveFailures, refreshDueAtMs, retryNotBeforeMs } = backOffAfterFailure(
    nowMs,
    stored,
    {
      retryAfterMs: error.retryAfterMs,
      random,
      toleranceMs: code === 'provider_unavailable' ? undefined : rejectionToleranceMs,
    },
  );
  const expiry = fromStoredExpiry(stored.grantExpiry);
  return {
    status,
    consecutiveFailures,
    refreshDueAt: Timestamp.fromMillis(refreshDueAtMs),
    retryNotBefore: retryNotBeforeMs === null ? null : Timestamp.fromMillis(retryNotBeforeMs),
    lastError: toStoredError(code, error, nowMs),
    ...(expiry && { grantExpiry: toStoredExpiry(withWarning(expiry, nowMs, { isFailing: true })) }),
  };
}

/** The same failure in the connection's history. */
export function toOutcome(
  { code, reason, at }: StoredError,
  request: RefreshRequest,
  durationMs: number,
): RefreshOutcome {
  return { at: toIsoTimestamp(at), outcome: 'failed', code, reason, durationMs, trigger: toTrigger(request) };
}

/** What log lines and audit events say beside the reason. */
export function toDetails({ code, facts }: ProviderError) {
  return {
    providerError: code,
    ...(facts.providerCodes.length > 0 && { providerCodes: facts.providerCodes }),
    ...(facts.subtype !== null && { subtype: facts.subtype }),
  };
}
