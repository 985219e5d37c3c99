import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AuditActor, Integration, IntegrationProvider } from '@klayim/shared/types';
import { AppError, isAppError } from '../../errors/app-error.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { backendActor, type RequestOrigin } from '../../repositories/audit/audit-event.document.ts';
import { authorizationEvent } from '../../repositories/oauth/authorization.audit-event.ts';
import type {
  OAuthStateRepository,
  PendingAuthorization,
} from '../../repositories/oauth/oauth-state.repository.ts';
import type { OrganizationSettingsRepository } from '../../repositories/organizations/organization-settings.repository.ts';
import { type AuditTrailDependencies, createAuditTrail } from '../audit/audit-trail.ts';
import type { ConnectInput } from '../connections/connect-account.ts';
import { reportUnlisted } from '../connections/provider-answer.ts';
import type { RevokeGrant } from '../connections/revoke-grant.ts';
import type { Identity } from '../identity/identity.ts';
import {
  describeCause,
  isOurFault,
  readRedirectFailure,
  toAuthorizationError,
} from './authorization-failure.ts';
import { type BrowserSessions, browserSessionLifetimeMs } from './browser-session.ts';
import { isOwnReturnUrl, isReturnUrlAllowed } from './return-url.ts';
import { type CompletedAuthorization, readOutcome, writeOutcome } from './settled-outcome.ts';

export interface StartAuthorizationInput {
  organizationId: string;
  userId: string;
  provider: IntegrationProvider;
  scopes?: string[] | undefined;
  returnUrl?: string | undefined;
  integrationId?: string | undefined;
  loginHint?: string | undefined;
  /** The browser's `__session` cookies, when it has any. */
  sessionCookies?: readonly string[] | undefined;
  /** Default: code of this codebase. */
  actor?: AuditActor | undefined;
}

export interface StartedAuthorization {
  authorizationUrl: string;
  /** ISO 8601; ten minutes from the start. */
  expiresAt: string;
  /** To be set as the browser's `__session` cookie. */
  sessionCookie: string;
}

export interface CompleteAuthorizationInput {
  /** Whose answer it is: each authorization server has a redirect URI of its own (RFC 9700, section 4.4). */
  server: string;
  state: string;
  code?: string | undefined;
  /** The provider's error code, when it sends the browser back without a code. */
  error?: string | undefined;
  error_description?: string | undefined;
  error_subtype?: string | undefined;
  suberror?: string | undefined;
  iss?: string | undefined;
  /** The `__session` cookies of the browser that came back: ours is among them, whatever a neighbouring host has set. */
  sessionCookies?: readonly string[] | undefined;
  /** The request that came back; who started is known from the state. */
  from?: RequestOrigin | undefined;
}

const secretBytes = 32;
/** The person waits for this, though the connection is already stored. */
const settleTimeoutMs = 10_000;

export interface AuthorizationDependencies extends AuditTrailDependencies {
  oauthStateRepository: OAuthStateRepository;
  browserSessions: BrowserSessions;
  organizationSettingsRepository: Pick<OrganizationSettingsRepository, 'find'>;
  identity: Pick<Identity, 'stillHolds'>;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  config: () => { publicBaseUrl: string; returnUrlAllowlist: readonly string[] };
  clock: () => number;
  /** The integration to reconnect, or null. */
  findIntegration: (organizationId: string, integrationId: string) => Promise<Integration | null>;
  connect: (input: ConnectInput) => Promise<Integration>;
  revokeGrant: RevokeGrant;
}

/** The authorization code flow with PKCE (RFC 6749, RFC 7636, RFC 9700), from the first click to the connection. */
export function createAuthorization(dependencies: AuthorizationDependencies) {
  const {
    oauthStateRepository,
    browserSessions,
    organizationSettingsRepository,
    identity,
    providers,
    config,
    clock,
    logger,
    findIntegration,
    connect,
    revokeGrant,
  } = dependencies;
  const trail = createAuditTrail(dependencies);

  function providerOf(id: IntegrationProvider): OAuthProvider {
    const provider = providers().get(id);
    if (!provider) {
      throw new AppError('provider_not_configured');
    }
    return provider;
  }

  /** One for all providers of a server: it is registered there once. */
  function redirectUriOf({ server }: OAuthProvider): string {
    return `${config().publicBaseUrl}/oauth/${server}/callback`;
  }

  function requireConfigured(server: string): void {
    if (![...providers().values()].some((provider) => provider.server === server)) {
      throw new AppError('provider_not_configured');
    }
  }

  /** The account that a targeted reconnect is about, to be preselected at the provider. */
  async function findTarget({
    organizationId,
    integrationId,
    provider,
  }: StartAuthorizationInput): Promise<Integration | null> {
    if (integrationId === undefined) {
      return null;
    }
    const target = await findIntegration(organizationId, integrationId);
    if (!target || target.provider !== provider) {
      throw new AppError('integration_not_found');
    }
    return target;
  }

  async function startAuthorization(input: StartAuthorizationInput): Promise<StartedAuthorization> {
    const provider = providerOf(input.provider);
    if (input.returnUrl !== undefined && !(await isAllowed(input.organizationId, input.returnUrl))) {
      throw new AppError('return_url_not_allowed');
    }
    const target = await findTarget(input);

    const state = newSecret();
    const nonce = newSecret();
    const codeVerifier = newSecret();
    const { cookie, session } = await browserSessions.issue(input, input.sessionCookies ?? []);
    const scopes = scopesToAskFor(provider, input.scopes, target);
    const expiresAt = new Date(clock() + browserSessionLifetimeMs).toISOString();
    await oauthStateRepository.create(state, session.binding, {
      id: randomUUID(),
      organizationId: input.organizationId,
      userId: input.userId,
      startedBy: input.actor ?? backendActor,
      provider: input.provider,
      server: provider.server,
      scopes,
      returnUrl: input.returnUrl ?? null,
      integrationId: target?.id ?? null,
      nonce,
      codeVerifier,
      expiresAt,
    });
    const loginHint = input.loginHint ?? hintOf(target);
    const authorizationUrl = await provider.authorizationUrl({
      redirectUri: redirectUriOf(provider),
      scopes,
      state,
      nonce,
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      ...(loginHint === undefined ? {} : { loginHint }),
    });
    return { authorizationUrl, expiresAt, sessionCookie: cookie };
  }

  async function completeAuthorization(input: CompleteAuthorizationInput): Promise<CompletedAuthorization> {
    requireConfigured(input.server);
    const taken = await take(input);
    if (taken.status === 'settled') {
      const find = (integrationId: string) => findIntegration(taken.organizationId, integrationId);
      const { returnUrl, result } = await readOutcome(taken.outcome, find);
      return { returnUrl: await allowedReturnUrl(taken.organizationId, returnUrl), result };
    }
    const { pending, settle } = taken;
    const provider = providerOf(pending.provider);
    const completed = {
      returnUrl: await allowedReturnUrl(pending.organizationId, pending.returnUrl),
      result: await finish(provider, pending, input),
    };
    try {
      await withinDeadline(settle(writeOutcome(completed)), settleTimeoutMs);
    } catch (error) {
      // It has happened all the same: only a reload is not told.
      const causeName = error instanceof Error ? error.name : 'unknown';
      const { organizationId } = pending;
      logger.warn('The outcome of an authorization could not be stored', { organizationId, causeName });
    }
    return completed;
  }

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

  /** The platform's list costs nothing; the organization's own one read. */
  async function isAllowed(organizationId: string, returnUrl: string): Promise<boolean> {
    if (isReturnUrlAllowed(returnUrl, config().returnUrlAllowlist)) {
      return true;
    }
    return isOwnReturnUrl(returnUrl, (await organizationSettingsRepository.find(organizationId)).returnUrls);
  }

  /** The lists may have become shorter since the start. */
  async function allowedReturnUrl(organizationId: string, returnUrl: string | null): Promise<string | null> {
    return returnUrl !== null && (await isAllowed(organizationId, returnUrl)) ? returnUrl : null;
  }

  async function finish(
    provider: OAuthProvider,
    pending: PendingAuthorization,
    input: CompleteAuthorizationInput,
  ): Promise<CompletedAuthorization['result']> {
    const { startedBy } = pending;
    const actor = startedBy.type === 'system' ? startedBy : { ...startedBy, ...input.from };
    try {
      return { status: 'connected', integration: await connectAccount(provider, pending, input, actor) };
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

  async function connectAccount(
    provider: OAuthProvider,
    pending: PendingAuthorization,
    input: CompleteAuthorizationInput,
    actor: AuditActor,
  ): Promise<Integration> {
    const { code, iss } = input;
    // RFC 9207: an answer of another server must not be taken to this one.
    if (iss !== undefined && provider.issuer !== null && iss !== provider.issuer) {
      throw new AppError('authorization_failed');
    }
    const refusal = readRedirectFailure(input);
    if (refusal) {
      throw refusal;
    }
    if (code === undefined) {
      throw new AppError('authorization_failed');
    }
    // Ten minutes are long enough to lose a role or an account.
    if (!(await identity.stillHolds(pending.userId, pending.organizationId, ['owner', 'administrator']))) {
      throw new AppError('insufficient_role');
    }

    const { grant, account } = await provider.exchangeCode({
      code,
      codeVerifier: pending.codeVerifier,
      redirectUri: redirectUriOf(provider),
      scopes: pending.scopes,
      nonce: pending.nonce,
    });
    // RFC 6749, section 5.1: without a scope in the answer, what was asked for was granted.
    const scopes = grant.scopes ?? pending.scopes;
    return connectOrGiveBack({
      organizationId: pending.organizationId,
      provider: pending.provider,
      actor,
      authorizationId: pending.id,
      ...account,
      scopes,
      missingScopes: provider.missingScopes(pending.scopes, scopes),
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken,
      lifetime: grant.lifetime,
      expiresAt: new Date(clock() + grant.expiresInMs).toISOString(),
      ...(pending.integrationId === null ? {} : { integrationId: pending.integrationId }),
    });
  }

  /** Revokes a grant that is refused here, so that no grant stays at the provider which no record shows. */
  async function connectOrGiveBack(input: ConnectInput): Promise<Integration> {
    try {
      return await connect(input);
    } catch (error) {
      // After an outage it is unknown whether it was stored.
      if (isAppError(error)) {
        await revokeGrant({
          organizationId: input.organizationId,
          provider: input.provider,
          accountId: input.accountId,
          integrationId: null,
          token: () => Promise.resolve(input.refreshToken ?? input.accessToken),
        });
      }
      throw error;
    }
  }

  return { startAuthorization, completeAuthorization };
}

/**
 * The scopes of an authorization. One that renews a connection asks for all that the connection has too, since the new
 * token replaces its token; without scopes of its own it asks again for those that were not granted.
 */
function scopesToAskFor(
  provider: OAuthProvider,
  asked: readonly string[] | undefined,
  target: Integration | null,
): string[] {
  const owned = target?.scopes ?? [];
  const wanted = asked ?? (owned.length > 0 ? (target?.missingScopes ?? []) : provider.defaultScopes);
  const chosen = [...new Set([...provider.requiredScopes, ...wanted])];
  return [...chosen, ...provider.missingScopes(owned, chosen)];
}

/** An address to preselect; an account without one is named by its id, which is no hint. */
function hintOf(target: Integration | null): string | undefined {
  return target?.accountEmail.includes('@') ? target.accountEmail : undefined;
}

function newSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}
