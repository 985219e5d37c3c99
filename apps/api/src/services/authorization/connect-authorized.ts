import type { AuditActor, Integration } from '@klayim/shared/types';
import { AppError, isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type { PendingAuthorization } from '../../repositories/oauth/oauth-state.repository.ts';
import type { ConnectInput } from '../connections/connect-account.ts';
import type { RevokeGrant } from '../connections/revoke-grant.ts';
import type { Identity } from '../identity/identity.ts';
import { readRedirectFailure } from './authorization-failure.ts';
import type { AuthorizationProviders } from './authorization-providers.ts';

/** What an authorization server sent the browser back with. */
export interface AuthorizationAnswer {
  /** Whose answer it is: each authorization server has a redirect URI of its own (RFC 9700, section 4.4). */
  server: string;
  code?: string | undefined;
  /** The provider's error code, when it sends the browser back without a code. */
  error?: string | undefined;
  error_description?: string | undefined;
  error_subtype?: string | undefined;
  suberror?: string | undefined;
  iss?: string | undefined;
}

export interface ConnectAuthorizedDependencies {
  authorizationProviders: Pick<AuthorizationProviders, 'redirectUriOf'>;
  identity: Pick<Identity, 'stillHolds'>;
  clock: Clock;
  connect: (input: ConnectInput) => Promise<Integration>;
  revokeGrant: RevokeGrant;
}

/** Makes a connection of the answer to an authorization. */
export function createConnectAuthorized({
  authorizationProviders: { redirectUriOf },
  identity,
  clock,
  connect,
  revokeGrant,
}: ConnectAuthorizedDependencies) {
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

  return async function connectAuthorized(
    provider: OAuthProvider,
    pending: PendingAuthorization,
    answer: AuthorizationAnswer,
    actor: AuditActor,
  ): Promise<Integration> {
    const { code, iss } = answer;
    // RFC 9207: an answer of another server must not be taken to this one.
    if (iss !== undefined && provider.issuer !== null && iss !== provider.issuer) {
      throw new AppError('authorization_failed');
    }
    const refusal = readRedirectFailure(answer);
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
  };
}
