import type { Integration, IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { GrantLifetime, OAuthProvider } from '../../providers/oauth-provider.ts';
import { maxExpiresInMs } from '../../providers/token-grant.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { ConnectionOrigin } from '../../repositories/integrations/integration-audit-event.ts';
import type { IntegrationDocument } from '../../repositories/integrations/integration-document.ts';
import { nextGrantExpiry, nextWarningAtMs, toStoredExpiry } from '../token-refresh/grant-expiry.ts';
import { jitterFraction, nextRefreshDueAtMs } from '../token-refresh/schedule.ts';

/** An account and the tokens that were obtained for it. */
export interface ConnectInput extends ConnectionOrigin {
  organizationId: string;
  provider: IntegrationProvider;
  accountId: string;
  accountEmail: string;
  scopes: string[];
  accessToken: string;
  refreshToken: string | null;
  /** ISO 8601. */
  expiresAt: string;
  /** How long the grant lives, as the provider said. Default: it did not say. */
  lifetime?: GrantLifetime;
  /** Asked for and not granted; none by default. */
  missingScopes?: string[];
  /** Reconnect this integration and no other. */
  integrationId?: string;
  /** The credentials are the newest of the account: they replace whatever is there. Default: false. */
  replace?: boolean;
}

export interface ConnectAccountDependencies {
  integrationRepository: IntegrationRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  clock: () => number;
}

const noLifetime: GrantLifetime = { authorizationMs: null, refreshTokenMs: null, timeoutMs: null };

type Existing = Pick<IntegrationDocument, 'status' | 'scopes' | 'missingScopes' | 'refreshable'> & {
  id: string;
};
type Gain = Pick<ConnectInput, 'provider' | 'scopes' | 'refreshToken'>;

/** Stores accounts whose tokens are known to be their own. */
export function createConnectAccount({
  integrationRepository,
  providers,
  clock,
}: ConnectAccountDependencies) {
  /**
   * Whether credentials bring a working connection something that it lacks, and take nothing from it: more scopes, or
   * the refresh token that it never had.
   */
  function bringsMore({ provider: id, scopes, refreshToken }: Gain, existing: Existing): boolean {
    const provider = providers().get(id);
    if (!provider) {
      return false;
    }
    const keepsAll = provider.missingScopes(existing.scopes, scopes).length === 0;
    const keepsRefresh = refreshToken !== null || !existing.refreshable;
    const addsScopes = provider.missingScopes(scopes, existing.scopes).length > 0;
    return keepsAll && keepsRefresh && (addsScopes || (refreshToken !== null && !existing.refreshable));
  }

  /** @throws {AppError} already_connected, which names the integration and says how to add to it. */
  function refuseConnected(
    { id, provider: providerId, scopes }: Gain & { id: string },
    existing: Existing,
  ): never {
    const lost = providers().get(providerId)?.missingScopes(existing.scopes, scopes) ?? [];
    throw new AppError('already_connected', {
      integrationId: id,
      detail:
        lost.length === 0
          ? 'The account is connected already, with everything that was granted now.'
          : 'The account is connected already, with scopes that were not granted now. To add scopes to it, start the authorization with its "integrationId".',
    });
  }

  /** @throws {AppError} account_mismatch, already_connected, organization_deleted */
  async function connectAccount(input: ConnectInput): Promise<Integration> {
    const id = integrationRepository.idOf(input.organizationId, input.provider, input.accountId);
    if (input.integrationId !== undefined && input.integrationId !== id) {
      throw new AppError('account_mismatch');
    }
    // As with a provider's own answers: no token is believed to live longer than any does.
    const expiresAtMs = Math.min(new Date(input.expiresAt).getTime(), clock() + maxExpiresInMs);
    const { refreshToken } = input;
    const nowMs = clock();
    const idleLimitMs = providers().get(input.provider)?.idleLimitMs;
    const expiry =
      refreshToken === null || idleLimitMs === undefined
        ? null
        : nextGrantExpiry(null, {
            lifetime: input.lifetime ?? noLifetime,
            issuedAtMs: nowMs,
            idleLimitMs,
            isRotated: true,
          });
    const firstDueAtMs = Math.min(
      nextRefreshDueAtMs(nowMs, expiresAtMs, jitterFraction(id), null),
      nextWarningAtMs(expiry, nowMs) ?? Number.POSITIVE_INFINITY,
    );
    return integrationRepository.create(
      input.organizationId,
      {
        provider: input.provider,
        accountId: input.accountId,
        accountEmail: input.accountEmail,
        scopes: input.scopes,
        missingScopes: input.missingScopes ?? [],
        credentials: { accessToken: input.accessToken, refreshToken },
        expiresAt: Timestamp.fromMillis(expiresAtMs),
        // Without a refresh token there is nothing that the sweep could do.
        refreshDueAt: refreshToken === null ? null : Timestamp.fromMillis(firstDueAtMs),
        grantExpiry: expiry && toStoredExpiry(expiry),
      },
      (existing) => {
        // Who names the integration means to renew it, for scopes that were not granted, say.
        const mayReplace =
          existing.status !== 'connected' || input.replace === true || input.integrationId === existing.id;
        if (!mayReplace && !bringsMore(input, existing)) {
          refuseConnected({ ...input, id }, existing);
        }
        return true;
      },
      input,
    );
  }

  return { connectAccount, bringsMore, refuseConnected };
}

export type ConnectAccount = ReturnType<typeof createConnectAccount>;
