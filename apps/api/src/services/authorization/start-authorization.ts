import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AuditActor, Integration, IntegrationProvider } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { backendActor } from '../../repositories/audit/audit-event.document.ts';
import type { OAuthStateRepository } from '../../repositories/oauth/oauth-state.repository.ts';
import type { AuthorizationProviders } from './authorization-providers.ts';
import { type BrowserSessions, browserSessionLifetimeMs } from './browser-session.ts';
import type { ReturnUrlPolicy } from './return-url.ts';

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

const secretBytes = 32;

export interface StartAuthorizationDependencies {
  oauthStateRepository: Pick<OAuthStateRepository, 'create'>;
  browserSessions: Pick<BrowserSessions, 'issue'>;
  authorizationProviders: Pick<AuthorizationProviders, 'providerOf' | 'redirectUriOf'>;
  returnUrlPolicy: Pick<ReturnUrlPolicy, 'isAllowed'>;
  clock: Clock;
  /** The integration to reconnect, or null. */
  findIntegration: (organizationId: string, integrationId: string) => Promise<Integration | null>;
}

/** Starts authorizations: keeps what the answer must fit, and says where to send the browser. */
export function createStartAuthorization({
  oauthStateRepository,
  browserSessions,
  authorizationProviders: { providerOf, redirectUriOf },
  returnUrlPolicy,
  clock,
  findIntegration,
}: StartAuthorizationDependencies) {
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

  /** @throws {AppError} provider_not_configured, return_url_not_allowed, integration_not_found */
  return async function startAuthorization(input: StartAuthorizationInput): Promise<StartedAuthorization> {
    const provider = providerOf(input.provider);
    if (
      input.returnUrl !== undefined &&
      !(await returnUrlPolicy.isAllowed(input.organizationId, input.returnUrl))
    ) {
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
  };
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
