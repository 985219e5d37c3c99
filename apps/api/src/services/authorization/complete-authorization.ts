import type { Integration } from '@klayim/shared/types';
import { AppError, isAppError } from '../../errors/app-error.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { RequestOrigin } from '../../repositories/audit/audit-event.document.ts';
import { authorizationEvent } from '../../repositories/oauth/authorization.audit-event.ts';
import type {
  OAuthStateRepository,
  PendingAuthorization,
} from '../../repositories/oauth/oauth-state.repository.ts';
import { type AuditTrailDependencies, createAuditTrail } from '../audit/audit-trail.ts';
import { reportUnlisted } from '../connections/provider-answer.ts';
import { describeCause, isOurFault, toAuthorizationError } from './authorization-failure.ts';
import type { AuthorizationProviders } from './authorization-providers.ts';
import type { BrowserSessions } from './browser-session.ts';
import {
  type AuthorizationAnswer,
  type ConnectAuthorizedDependencies,
  createConnectAuthorized,
} from './connect-authorized.ts';
import type { ReturnUrlPolicy } from './return-url.ts';
import { type CompletedAuthorization, readOutcome, writeOutcome } from './settled-outcome.ts';

export interface CompleteAuthorizationInput extends AuthorizationAnswer {
  state: string;
  /** The `__session` cookies of the browser that came back: ours is among them, whatever a neighbouring host has set. */
  sessionCookies?: readonly string[] | undefined;
  /** The request that came back; who started is known from the state. */
  from?: RequestOrigin | undefined;
}

/** The person waits for this, though the connection is already stored. */
const settleTimeoutMs = 10_000;

export interface CompleteAuthorizationDependencies
  extends AuditTrailDependencies,
    Omit<ConnectAuthorizedDependencies, 'authorizationProviders'> {
  oauthStateRepository: Pick<OAuthStateRepository, 'take'>;
  browserSessions: Pick<BrowserSessions, 'read'>;
  authorizationProviders: AuthorizationProviders;
  returnUrlPolicy: Pick<ReturnUrlPolicy, 'stillAllowed'>;
  /** The integration of a settled authorization, or null. */
  findIntegration: (organizationId: string, integrationId: string) => Promise<Integration | null>;
}

/** Completes authorizations: takes what was kept at the start, connects the account, and keeps how it ended. */
export function createCompleteAuthorization(dependencies: CompleteAuthorizationDependencies) {
  const { oauthStateRepository, browserSessions, authorizationProviders, returnUrlPolicy, findIntegration } =
    dependencies;
  const { logger } = dependencies;
  const trail = createAuditTrail(dependencies);
  const connectAuthorized = createConnectAuthorized(dependencies);

  /** The pending authorization, which nobody can take again, or the outcome of one that was taken before. */
  async function take({ state, sessionCookies = [], server, from }: CompleteAuthorizationInput) {
    const sessions = await browserSessions.read(sessionCookies);
    const bindings = sessions.map(({ binding }) => binding);
    try {
      return await oauthStateRepository.take(state, bindings, server, from);
    } catch (error) {
      if (!isAppError(error, 'credentials_moved', 'credentials_tampered')) {
        throw error;
      }
      logger.error('A pending authorization was changed in the database', { server, reason: error.code });
      throw new AppError('oauth_state_unknown', { cause: error });
    }
  }

  async function finish(
    provider: OAuthProvider,
    pending: PendingAuthorization,
    input: CompleteAuthorizationInput,
  ): Promise<CompletedAuthorization['result']> {
    const { startedBy } = pending;
    const actor = startedBy.type === 'system' ? startedBy : { ...startedBy, ...input.from };
    try {
      return { status: 'connected', integration: await connectAuthorized(provider, pending, input, actor) };
    } catch (thrown) {
      const error = toAuthorizationError(thrown);
      const { code, providerError } = error;
      const { organizationId } = pending;
      const fields = { provider: pending.provider, organizationId, reason: code, ...describeCause(error) };
      logger[isOurFault(error) ? 'error' : 'warn']('An authorization failed', fields);
      if (error.cause instanceof ProviderError) {
        reportUnlisted(logger, error.cause, { provider: pending.provider, organizationId });
      }
      await trail.note(authorizationEvent(pending, 'authorization.failed', actor, code, providerError));
      return { status: 'failed', error };
    }
  }

  /** Keeps the outcome for a reload of the page. */
  async function keepOutcome(
    completed: CompletedAuthorization,
    { organizationId }: PendingAuthorization,
    settle: (outcome: string) => Promise<void>,
  ): Promise<void> {
    try {
      await withinDeadline(settle(writeOutcome(completed)), settleTimeoutMs);
    } catch (error) {
      // It has happened all the same: only a reload is not told.
      const causeName = error instanceof Error ? error.name : 'unknown';
      logger.warn('The outcome of an authorization could not be stored', { organizationId, causeName });
    }
  }

  /**
   * @throws {AppError} provider_not_configured, oauth_state_unknown, oauth_state_foreign, authorization_in_progress,
   * authorization_interrupted: everything later is in the result.
   */
  return async function completeAuthorization(
    input: CompleteAuthorizationInput,
  ): Promise<CompletedAuthorization> {
    authorizationProviders.requireConfigured(input.server);
    const taken = await take(input);
    if (taken.status === 'settled') {
      const find = (integrationId: string) => findIntegration(taken.organizationId, integrationId);
      const { returnUrl, result } = await readOutcome(taken.outcome, find);
      return { returnUrl: await returnUrlPolicy.stillAllowed(taken.organizationId, returnUrl), result };
    }
    const { pending, settle } = taken;
    const provider = authorizationProviders.providerOf(pending.provider);
    const completed = {
      returnUrl: await returnUrlPolicy.stillAllowed(pending.organizationId, pending.returnUrl),
      result: await finish(provider, pending, input),
    };
    await keepOutcome(completed, pending, settle);
    return completed;
  };
}
