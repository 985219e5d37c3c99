import type { ConnectionReason } from '@klayim/shared/types';

type Reasons = Readonly<Record<string, ConnectionReason>>;

/**
 * What error codes mean at any server.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 */
export const oauthReasons = {
  codes: {
    invalid_grant: 'revoked',
    invalid_token: 'revoked',
    interaction_required: 'sign_in_required',
    login_required: 'sign_in_required',
    account_selection_required: 'sign_in_required',
    mfa_required: 'mfa_required',
    consent_required: 'consent_missing',
    access_denied: 'admin_policy',
    invalid_client: 'client_rejected',
    unauthorized_client: 'wrong_client',
    deleted_client: 'client_disabled',
    disabled_client: 'client_disabled',
    restricted_client: 'client_disabled',
    invalid_scope: 'scopes_rejected',
    insufficient_scope: 'scopes_rejected',
    invalid_target: 'scopes_rejected',
    invalid_resource: 'service_missing',
    invalid_request: 'request_rejected',
    unsupported_grant_type: 'app_misconfigured',
    redirect_uri_mismatch: 'app_misconfigured',
    unsupported_response_type: 'app_misconfigured',
    invalid_request_uri: 'request_rejected',
    invalid_request_object: 'request_rejected',
    request_not_supported: 'request_rejected',
    request_uri_not_supported: 'request_rejected',
    registration_not_supported: 'request_rejected',
    temporarily_unavailable: 'provider_unavailable',
    server_error: 'provider_unavailable',
  },
  redirectCodes: { access_denied: 'access_declined' },
} as const satisfies { codes: Reasons; redirectCodes: Reasons };

/** What our own short words mean, for what no server has said. */
export const ownReasons: Reasons = {
  // No answer, or none that can be used.
  timeout: 'provider_unavailable',
  connection_refused: 'provider_unavailable',
  connection_reset: 'provider_unavailable',
  name_not_resolved: 'provider_unavailable',
  network_error: 'provider_unavailable',
  malformed_answer: 'provider_unavailable',
  unsupported_token_type: 'provider_unavailable',
  answer_too_large: 'provider_unavailable',
  redirected: 'provider_unavailable',
  repeated_request: 'provider_unavailable',
  http_429: 'rate_limited',
  // What we found out ourselves.
  no_refresh_token: 'no_refresh_token',
  refresh_token_needed: 'no_refresh_token',
  invalid_token: 'revoked',
  token_of_another_client: 'wrong_client',
  account_not_told: 'identity_missing',
  id_token_without_sub: 'identity_missing',
  id_token_without_oid: 'identity_missing',
  id_token_without_tid: 'identity_missing',
  id_token_nonce: 'identity_not_trusted',
  id_token_issuer: 'identity_not_trusted',
  id_token_audience: 'identity_not_trusted',
  id_token_expired: 'identity_not_trusted',
  request_not_sent: 'app_misconfigured',
  unexpected_request: 'app_misconfigured',
};
