import type {
  AuditActor,
  AuditEvent,
  AuditEventFilter,
  AuditEventListQuery,
  AuditEventPage,
  DisconnectResponse,
  Integration,
  IntegrationListQuery,
  IntegrationPage,
  IntegrationProvider,
  ProviderDescription,
  RefreshSummary,
  RequiredAction,
} from '@klayim/shared/types';
import type { AppError } from '../errors/app-error.ts';
import type { RequestOrigin } from '../repositories/audit/audit-event.document.ts';
import type { IntegrationReference } from '../repositories/cross-tenant/due-integrations.repository.ts';
import type { ConnectionOrigin } from '../repositories/integrations/integration-audit-event.ts';
import type { DeferredCommitTask } from '../tasks/deferred-commit.queue.ts';

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
  /** Asked for and not granted; none by default. */
  missingScopes?: string[];
  /** Reconnect this integration and no other. */
  integrationId?: string;
  /** The credentials are the newest of the account: they replace whatever is there. Default: false. */
  replace?: boolean;
}

/** Tokens that were obtained elsewhere, and what is said of them. */
export type ImportInput = Omit<
  ConnectInput,
  'authorizationId' | 'integrationId' | 'missingScopes' | 'expiresAt'
>;

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
  provider: IntegrationProvider;
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

/** How an authorization ended that really was ours and this browser's; the same when its browser comes again. */
export interface CompletedAuthorization {
  /** Where the browser goes now; null when the caller named no place, or one that is no longer allowed. */
  returnUrl: string | null;
  result: { status: 'connected'; integration: Integration } | { status: 'failed'; error: AppError };
}

/**
 * Connections of an organization: see, connect, disconnect. An `actor` is who the audit trail names; without one it is
 * code of this codebase.
 */
export interface IntegrationService {
  /**
   * Stores an account whose tokens are known to be its own, as those of a code exchange are.
   * @throws {AppError} already_connected, account_mismatch, organization_deleted
   */
  connect(input: ConnectInput): Promise<Integration>;
  /**
   * Stores tokens that somebody obtained elsewhere, once the provider has confirmed them.
   * @throws {AppError} already_connected, tokens_not_proven, organization_deleted, provider_not_configured,
   * provider_misconfigured, provider_unavailable
   */
  importTokens(input: ImportInput): Promise<Integration>;
  /** @throws {AppError} integration_not_found */
  disconnect(organizationId: string, integrationId: string, actor?: AuditActor): Promise<DisconnectResponse>;
  /** Removes the record for good; says what became of its grant, as a disconnect does. @throws {AppError} integration_not_found */
  deleteIntegration(
    organizationId: string,
    integrationId: string,
    actor?: AuditActor,
  ): Promise<DisconnectResponse['revocation']>;
  getIntegrations(organizationId: string): Promise<Integration[]>;
  getIntegrationsByProvider(organizationId: string, provider: IntegrationProvider): Promise<Integration[]>;
  getIntegration(organizationId: string, integrationId: string): Promise<Integration | null>;
  /** One page, newest first. @throws {AppError} invalid_cursor */
  listIntegrations(organizationId: string, query: IntegrationListQuery): Promise<IntegrationPage>;
  getProviders(): ProviderDescription[];
  /** @throws {AppError} provider_not_configured, return_url_not_allowed, integration_not_found */
  startAuthorization(input: StartAuthorizationInput): Promise<StartedAuthorization>;
  /**
   * @throws {AppError} oauth_state_unknown, oauth_state_foreign, authorization_in_progress, authorization_interrupted:
   * everything later is in the result.
   */
  completeAuthorization(input: CompleteAuthorizationInput): Promise<CompletedAuthorization>;
}

export interface ValidTokenOptions {
  /** Least remaining validity in milliseconds. Default: the buffer, 5 minutes or half of the token's lifetime. */
  minValidityMs?: number | undefined;
  /**
   * Ask the provider for a new token even if the current one is good, unless it is less than a minute old.
   * Default: false.
   */
  forceRefresh?: boolean | undefined;
  /** Who gets the token, when it leaves this codebase: the trail notes it once a day. Default: nobody outside. */
  actor?: AuditActor | undefined;
}

/** An access token that is valid now. */
export interface ValidToken {
  accessToken: string;
  /** ISO 8601. */
  expiresAt: string;
  scopes: string[];
  /** True when the provider could not be reached and this is the previous token. */
  degraded: boolean;
  /** Asked for, and not granted to this token. */
  missingScopes: string[];
  /** What a person has to do, if anything. */
  requiredAction: RequiredAction;
}

/** Access tokens at any moment. */
export interface TokenRefreshService {
  /**
   * @throws {AppError} integration_not_found, integration_disconnected, reauthorization_required, application_refused,
   * refresh_in_progress, provider_unavailable, provider_misconfigured, provider_not_configured, store_unavailable
   */
  getValidToken(
    organizationId: string,
    integrationId: string,
    options?: ValidTokenOptions,
  ): Promise<ValidToken>;
  /** Refreshes now, whatever the current token's age. Throws as {@link TokenRefreshService.getValidToken}. */
  refreshToken(organizationId: string, integrationId: string, actor?: AuditActor): Promise<Integration>;
  /** One sweep over everything that is due. */
  refreshExpiringTokens(): Promise<RefreshSummary>;
  /** One batch of a sweep; safe to repeat. */
  refreshBatch(batch: readonly IntegrationReference[]): Promise<RefreshSummary>;
  /**
   * Stores a renewal that Firestore did not take when it was made; safe to repeat.
   * @throws {AppError} store_unavailable: repeat it later.
   */
  storeLateRenewal(task: DeferredCommitTask): Promise<void>;
}

/** The audit trail of an organization, to be read. */
export interface AuditService {
  /** One page, newest first. @throws {AppError} invalid_cursor */
  listEvents(organizationId: string, query: AuditEventListQuery): Promise<AuditEventPage>;
  /** Every event that fits, newest first, in bounded memory. */
  exportEvents(organizationId: string, filter: AuditEventFilter): AsyncIterable<AuditEvent>;
}
