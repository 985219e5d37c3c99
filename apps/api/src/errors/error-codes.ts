/** What would help: nothing, the same request later, a new authorization, or the service's operator. */
export type Remedy = 'none' | 'retry' | 'reauthorize' | 'operator';

interface ErrorMeaning {
  /** HTTP status. */
  status: number;
  /** Short and the same for every occurrence (RFC 9457, section 3.1.3). */
  title: string;
  remedy: Remedy;
}

const meanings = {
  // The request
  invalid_request: { status: 400, title: 'Invalid request', remedy: 'none' },
  malformed_json: { status: 400, title: 'Malformed JSON', remedy: 'none' },
  invalid_cursor: { status: 400, title: 'Invalid cursor', remedy: 'none' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type', remedy: 'none' },
  payload_too_large: { status: 413, title: 'Payload too large', remedy: 'none' },
  route_not_found: { status: 404, title: 'Not found', remedy: 'none' },
  method_not_allowed: { status: 405, title: 'Method not allowed', remedy: 'none' },
  precondition_failed: { status: 412, title: 'The record has changed since you read it', remedy: 'none' },
  precondition_required: { status: 428, title: 'If-Match header required', remedy: 'none' },
  rate_limited: { status: 429, title: 'Too many requests', remedy: 'retry' },
  idempotency_key_in_use: {
    status: 409,
    title: 'A request with this idempotency key is in progress',
    remedy: 'retry',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused for a different request',
    remedy: 'none',
  },

  // The caller
  unauthenticated: { status: 401, title: 'Authentication required', remedy: 'none' },
  id_token_invalid: { status: 401, title: 'Invalid token', remedy: 'none' },
  id_token_expired: { status: 401, title: 'Token expired', remedy: 'none' },
  api_key_invalid: { status: 401, title: 'Invalid API key', remedy: 'none' },
  service_account_unknown: {
    status: 401,
    title: 'Service account not on the allow-list',
    remedy: 'operator',
  },
  id_token_revoked: { status: 401, title: 'Sign-in revoked', remedy: 'none' },
  identity_unavailable: { status: 503, title: 'Authentication service unavailable', remedy: 'retry' },
  organization_missing: { status: 403, title: 'No organization', remedy: 'none' },
  organization_deleted: { status: 403, title: 'Organization deleted', remedy: 'none' },
  insufficient_role: { status: 403, title: 'Insufficient role', remedy: 'none' },
  insufficient_scope: { status: 403, title: 'Insufficient scope', remedy: 'none' },
  organization_unnamed: { status: 403, title: 'No organization named', remedy: 'none' },
  operator_required: {
    status: 403,
    title: 'Platform operator required',
    remedy: 'none',
  },

  // Connections
  integration_not_found: { status: 404, title: 'Integration not found', remedy: 'none' },
  integration_disconnected: { status: 409, title: 'Integration disconnected', remedy: 'reauthorize' },
  already_connected: { status: 409, title: 'Account already connected', remedy: 'none' },
  tokens_not_proven: { status: 422, title: 'Tokens not confirmed by the provider', remedy: 'none' },
  account_mismatch: {
    status: 409,
    title: 'A different account was chosen',
    remedy: 'reauthorize',
  },
  reauthorization_required: {
    status: 409,
    title: 'Reauthorization required',
    remedy: 'reauthorize',
  },
  application_refused: {
    status: 409,
    title: 'Provider rejected the application for this account',
    remedy: 'reauthorize',
  },
  refresh_in_progress: { status: 503, title: 'Refresh in progress', remedy: 'retry' },

  // Providers
  unknown_provider: { status: 404, title: 'Unknown provider', remedy: 'none' },
  provider_not_configured: { status: 503, title: 'Provider not configured', remedy: 'operator' },
  provider_misconfigured: { status: 503, title: 'Provider rejected our application', remedy: 'operator' },
  provider_unavailable: { status: 503, title: 'Provider unavailable', remedy: 'retry' },

  // Authorization
  oauth_state_unknown: {
    status: 400,
    title: 'Authorization unknown, used or expired',
    remedy: 'reauthorize',
  },
  oauth_state_foreign: {
    status: 403,
    title: 'Authorization was started in another browser',
    remedy: 'reauthorize',
  },
  consent_denied: { status: 403, title: 'Consent denied', remedy: 'reauthorize' },
  authorization_failed: {
    status: 502,
    title: 'Authorization failed',
    remedy: 'reauthorize',
  },
  authorization_in_progress: {
    status: 409,
    title: 'Authorization is being completed',
    remedy: 'retry',
  },
  authorization_interrupted: {
    status: 503,
    title: 'Authorization interrupted',
    remedy: 'reauthorize',
  },
  speculative_request: { status: 425, title: 'Only a visit completes an authorization', remedy: 'retry' },
  return_url_not_allowed: { status: 400, title: 'Return URL not allowed', remedy: 'none' },

  // Employees
  employee_not_found: { status: 404, title: 'Employee not found', remedy: 'none' },
  employee_exists: { status: 409, title: 'Employee already exists', remedy: 'none' },
  too_many_facets: {
    status: 409,
    title: 'Too many departments and roles',
    remedy: 'none',
  },
  sync_session_not_found: { status: 404, title: 'Sync session not found', remedy: 'none' },
  sync_session_closed: { status: 409, title: 'Sync session closed', remedy: 'none' },
  sync_session_empty: {
    status: 409,
    title: 'Empty full sync refused',
    remedy: 'none',
  },
  import_not_found: { status: 404, title: 'Import not found', remedy: 'none' },
  import_unreadable: { status: 422, title: 'Unreadable file', remedy: 'none' },

  // API keys
  api_key_not_found: { status: 404, title: 'API key not found', remedy: 'none' },
  too_many_api_keys: { status: 409, title: 'Too many API keys', remedy: 'none' },

  // Members
  member_not_found: { status: 404, title: 'Member not found', remedy: 'none' },
  last_owner: { status: 409, title: 'The organization needs an owner', remedy: 'none' },
  invitation_not_found: { status: 404, title: 'Invitation unknown, used or expired', remedy: 'none' },
  invitation_of_another_address: {
    status: 403,
    title: 'The invitation is for another address',
    remedy: 'none',
  },
  too_many_invitations: { status: 409, title: 'Too many open invitations', remedy: 'none' },
  already_member: { status: 409, title: 'You belong to this organization', remedy: 'none' },
  membership_not_found: { status: 404, title: 'You do not belong to this organization', remedy: 'none' },
  too_many_organizations: { status: 409, title: 'Too many organizations', remedy: 'none' },

  // Webhooks
  webhook_endpoint_not_found: { status: 404, title: 'Webhook endpoint not found', remedy: 'none' },
  webhook_delivery_not_found: { status: 404, title: 'Webhook delivery not found', remedy: 'none' },
  too_many_webhook_endpoints: { status: 409, title: 'Too many webhook endpoints', remedy: 'none' },
  webhook_endpoint_disabled: { status: 409, title: 'Webhook endpoint not enabled', remedy: 'none' },
  webhook_url_not_allowed: { status: 422, title: 'Webhook URL not allowed', remedy: 'none' },
  webhook_endpoint_unverified: {
    status: 422,
    title: 'Webhook endpoint did not answer the challenge',
    remedy: 'none',
  },

  // Operators
  key_rotation_not_found: { status: 404, title: 'Key rotation not found', remedy: 'none' },
  queue_unavailable: { status: 503, title: 'Task queue unavailable', remedy: 'retry' },

  // The service itself
  configuration_invalid: {
    status: 503,
    title: 'Service misconfigured',
    remedy: 'operator',
  },
  encryption_key_mismatch: {
    status: 500,
    title: 'Encryption key does not match the data',
    remedy: 'operator',
  },
  encryption_key_unknown: {
    status: 500,
    title: 'Unknown encryption key version',
    remedy: 'operator',
  },
  credentials_wrong_key: {
    status: 500,
    title: 'Credentials encrypted with a different key',
    remedy: 'operator',
  },
  credentials_moved: { status: 500, title: 'Credentials belong to a different record', remedy: 'operator' },
  credentials_tampered: { status: 500, title: 'Credentials failed authentication', remedy: 'operator' },
  record_unreadable: { status: 500, title: 'Stored record cannot be read', remedy: 'operator' },
  store_unavailable: { status: 503, title: 'Database unavailable', remedy: 'retry' },
  internal_error: { status: 500, title: 'Internal error', remedy: 'retry' },
} as const satisfies Record<string, ErrorMeaning>;

/** Every code that an answer of this service can carry. */
export type ErrorCode = keyof typeof meanings;

/** What each code means in HTTP, and what would help. */
export const errorMeanings: Readonly<Record<ErrorCode, ErrorMeaning>> = meanings;
