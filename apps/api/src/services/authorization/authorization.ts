import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AuditActor, Integration, IntegrationProvider } from '@klayim/shared/types';
import { AppError, isAppError } from '../../errors/app-error.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { backendActor } from '../../repositories/audit-event.document.ts';
import {
  authorizationEvent,
  type OAuthStateRepository,
  type PendingAuthorization,
} from '../../repositories/oauth-state.repository.ts';
import { type AuditTrailDependencies, createAuditTrail } from '../audit-trail.ts';
import type { Identity } from '../identity.ts';
import type { RevokeGrant } from '../connections/revoke-grant.ts';
import { assertReturnUrlAllowed } from './return-url.ts';
import type {
  CompleteAuthorizationInput,
  CompletedAuthorization,
  ConnectInput,
  StartAuthorizationInput,
  StartedAuthorization,
} from '../service-types.ts';

const lifetimeMs = 10 * 60_000;
const secretBytes = 32;
const secretPattern = /^[A-Za-z0-9_-]{43}$/;

export interface AuthorizationDependencies extends AuditTrailDependencies {
  oauthStateRepository: OAuthStateRepository;
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
    if (!provider) throw new AppError('provider_not_configured');
    return provider;
  }

  function redirectUriOf(provider: IntegrationProvider): string {
    return `${config().publicBaseUrl}/oauth/${provider}/callback`;
  }

  /** The account that a targeted reconnect is about, to be preselected at the provider. */
  async function targetOf({
    organizationId,
    integrationId,
    provider,
  }: StartAuthorizationInput): Promise<Integration | null> {
    if (integrationId === undefined) return null;
    const target = await findIntegration(organizationId, integrationId);
    if (!target || target.provider !== provider) throw new AppError('integration_not_found');
    return target;
  }

  async function startAuthorization(input: StartAuthorizationInput): Promise<StartedAuthorization> {
    const provider = providerOf(input.provider);
    if (input.returnUrl !== undefined) assertReturnUrlAllowed(input.returnUrl, config().returnUrlAllowlist);
    const target = await targetOf(input);

    const state = newSecret();
    const nonce = newSecret();
    const codeVerifier = newSecret();
    // One browser may have several authorizations under way: its key is kept when it has one of ours.
    const browserKey =
      input.browserKey && secretPattern.test(input.browserKey) ? input.browserKey : newSecret();
    const scopes = scopesToAskFor(provider, input.scopes, target);
    const expiresAt = new Date(clock() + lifetimeMs).toISOString();
    await oauthStateRepository.create(state, browserKey, {
      id: randomUUID(),
      organizationId: input.organizationId,
      userId: input.userId,
      startedBy: input.actor ?? backendActor,
      provider: input.provider,
      scopes,
      returnUrl: input.returnUrl ?? null,
      integrationId: target?.id ?? null,
      nonce,
      codeVerifier,
      expiresAt,
    });
    const loginHint = input.loginHint ?? hintOf(target);
    const authorizationUrl = await provider.authorizationUrl({
      redirectUri: redirectUriOf(input.provider),
      scopes,
      state,
      nonce,
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      ...(loginHint === undefined ? {} : { loginHint }),
    });
    return { authorizationUrl, expiresAt, browserKey };
  }

  async function completeAuthorization(input: CompleteAuthorizationInput): Promise<CompletedAuthorization> {
    const provider = providerOf(input.provider);
    const { state, browserKey, from } = input;
    const pending = await oauthStateRepository.consume(state, browserKey, input.provider, from);
    const actor = pending.startedBy.type === 'system' ? pending.startedBy : { ...pending.startedBy, ...from };
    try {
      const integration = await finish(provider, pending, input, actor);
      return { returnUrl: pending.returnUrl, result: { status: 'connected', integration } };
    } catch (error) {
      const reason = isAppError(error) ? error.code : 'internal_error';
      await trail.note(authorizationEvent(pending, 'authorization.failed', actor, reason));
      if (!isAppError(error)) throw error;
      return { returnUrl: pending.returnUrl, result: { status: 'failed', error } };
    }
  }

  async function finish(
    provider: OAuthProvider,
    pending: PendingAuthorization,
    { code, error, iss }: CompleteAuthorizationInput,
    actor: AuditActor,
  ): Promise<Integration> {
    // RFC 9207: an answer of another server must not be taken to this one.
    if (iss !== undefined && provider.issuer !== null && iss !== provider.issuer)
      throw new AppError('authorization_failed');
    if (error === 'access_denied') throw new AppError('consent_denied');
    if (error !== undefined || code === undefined) throw new AppError('authorization_failed');
    // Ten minutes are long enough to lose a role or an account.
    if (!(await identity.stillHolds(pending.userId, pending.organizationId, ['owner', 'administrator']))) {
      throw new AppError('insufficient_role');
    }

    const { grant, account } = await exchange(provider, pending, code);
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
      expiresAt: new Date(clock() + grant.expiresInMs).toISOString(),
      ...(pending.integrationId === null ? {} : { integrationId: pending.integrationId }),
    });
  }

  /** A grant that is refused here is given back, so that nothing is left at the provider which nobody here can see. */
  async function connectOrGiveBack(input: ConnectInput): Promise<Integration> {
    try {
      return await connect(input);
    } catch (error) {
      // After an outage nobody knows whether it was stored.
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

  async function exchange(provider: OAuthProvider, pending: PendingAuthorization, code: string) {
    try {
      return await provider.exchangeCode({
        code,
        codeVerifier: pending.codeVerifier,
        redirectUri: redirectUriOf(pending.provider),
        scopes: pending.scopes,
        nonce: pending.nonce,
      });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const fields = {
        provider: pending.provider,
        organizationId: pending.organizationId,
        reason: error.reason,
      };
      if (error.failure === 'misconfigured') {
        logger.warn('The provider refuses our application in an authorization', fields);
        throw new AppError('provider_misconfigured', { cause: error });
      }
      logger.warn('An authorization code could not be exchanged', fields);
      throw new AppError(error.failure === 'unavailable' ? 'provider_unavailable' : 'authorization_failed', {
        cause: error,
      });
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
