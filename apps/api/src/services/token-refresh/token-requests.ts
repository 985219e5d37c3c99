import type { AuditActor, Integration, IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import { type OAuthProvider, serverOf } from '../../providers/oauth-provider.ts';
import { backendActor } from '../../repositories/audit/audit-event.document.ts';
import { partyOf } from '../../repositories/integrations/connection-party.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import {
  type StoredIntegration,
  toIntegration,
} from '../../repositories/integrations/integration-document.ts';
import { type AuditTrailDependencies, createAuditTrail } from '../audit/audit-trail.ts';
import { decide, type RefreshRequest } from './decide.ts';
import type { ProviderCalls } from './provider-calls.ts';
import { createProviderPermits } from './provider-permits.ts';
import { createTimelyRead } from './refresh.ts';
import { toValidToken, type ValidToken } from './refresh-result.ts';
import type { RefreshTiming } from './refresh-timing.ts';
import { lastUsedIntervalMs } from './schedule.ts';
import type { RefreshShared } from './shared-refresh.ts';
import { createTokenAudit } from './token-audit.ts';

export interface ValidTokenOptions extends Pick<RefreshRequest, 'minValidityMs' | 'forceRefresh'> {
  /** Who gets the token, when it leaves this codebase: the audit trail notes it once a day. Default: nobody outside. */
  actor?: AuditActor | undefined;
}

/** Concurrent calls that callers wait for, to one authorization server from one process; at most half of them of one organization. */
const callerLimits = { total: 64, share: 8, reserve: 32, slowAfterMs: 2_000, ceiling: 192 };

export interface TokenRequestsDependencies extends AuditTrailDependencies {
  integrationRepository: IntegrationRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  providerCalls: Pick<ProviderCalls, 'outageEndedAtMs'>;
  refreshShared: RefreshShared;
  timing: Pick<RefreshTiming, 'callerTimeoutMs' | 'firestoreTimeoutMs'>;
  clock: Clock;
}

/** Requests of callers: a valid token, or a refresh now. Each waits no longer than callers do. */
export function createTokenRequests(dependencies: TokenRequestsDependencies) {
  const { integrationRepository, providers, providerCalls, refreshShared, timing, clock } = dependencies;
  const callerPermits = createProviderPermits(callerLimits, clock);
  const audit = createTokenAudit({ trail: createAuditTrail(dependencies), clock });
  const read = createTimelyRead(dependencies);

  /** Notes the use now and then: the time of the last use need not be exact, and must not cost a write for each call. */
  async function noteUse(stored: StoredIntegration, actor: AuditActor): Promise<void> {
    const nowMs = clock();
    if (nowMs - (stored.lastUsedAt?.toMillis() ?? 0) < lastUsedIntervalMs) {
      return;
    }
    try {
      const use = { lastUsedAt: Timestamp.fromMillis(nowMs), lastUsedBy: partyOf(actor) };
      await integrationRepository.update(stored.organizationId, stored.id, use, stored.version);
    } catch (error) {
      if (!isTransient(error)) {
        throw error;
      }
    }
  }

  async function getValidToken(
    organizationId: string,
    integrationId: string,
    { actor, ...options }: ValidTokenOptions = {},
  ): Promise<ValidToken> {
    const callersLeaveAtMs = clock() + timing.callerTimeoutMs;
    const stored = await read(organizationId, integrationId);
    const token = await toToken(stored, toRequest(stored, options), callersLeaveAtMs, actor);
    if (actor) {
      await audit.handedOut(stored, actor);
    }
    return token;
  }

  /** A caller's request for an integration as it was read. */
  function toRequest(stored: StoredIntegration, options: Partial<RefreshRequest>): RefreshRequest {
    const outageEndedAtMs = providerCalls.outageEndedAtMs(
      serverOf(providers(), stored.provider),
      stored.organizationId,
    );
    return { ...options, sinceVersion: stored.credentialVersion, outageEndedAtMs };
  }

  async function toToken(
    stored: StoredIntegration,
    request: RefreshRequest,
    callersLeaveAtMs: number,
    actor: AuditActor = backendActor,
  ): Promise<ValidToken> {
    const { organizationId, provider } = stored;
    const decision = decide(clock(), stored, request);
    if (decision.action !== 'use') {
      const permit = callerPermits(serverOf(providers(), provider), organizationId);
      const usedBy = partyOf(actor);
      return (await refreshShared({ stored, decision, request, permit, usedBy, callersLeaveAtMs })).token;
    }
    const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
    await noteUse(stored, actor);
    return toValidToken(stored, credentials, decision.degraded);
  }

  /** Refreshes on request, and records that in the audit trail. */
  async function refreshToken(
    organizationId: string,
    integrationId: string,
    actor: AuditActor = backendActor,
  ): Promise<Integration> {
    const callersLeaveAtMs = clock() + timing.callerTimeoutMs;
    const stored = await read(organizationId, integrationId);
    const auditEvent = audit.refreshed(stored, actor);
    const request = toRequest(stored, { forceRefresh: true, ignoreAge: true });
    const decision = decide(clock(), stored, request);
    const permit = callerPermits(serverOf(providers(), stored.provider), organizationId);
    let isOurs = false;
    try {
      const usedBy = partyOf(actor);
      const input = { stored, decision, request, permit, usedBy, auditEvent, callersLeaveAtMs };
      const { refreshed } = await refreshShared(input, () => {
        isOurs = true;
      });
      const after = await read(organizationId, integrationId);
      // A call that joined another one's refresh has no event in its commit.
      if (!isOurs || !refreshed) {
        await audit.refreshedOtherwise(auditEvent, after.credentialVersion > stored.credentialVersion);
      }
      return toIntegration(after);
    } catch (error) {
      await audit.refreshedOtherwise(auditEvent, false, error);
      throw error;
    }
  }

  return { getValidToken, refreshToken };
}
