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
  invalid_request: { status: 400, title: 'The request does not have the expected form', remedy: 'none' },
  malformed_json: { status: 400, title: 'The body is not valid JSON', remedy: 'none' },
  invalid_cursor: { status: 400, title: 'The cursor is not one that this list gave', remedy: 'none' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON', remedy: 'none' },
  payload_too_large: { status: 413, title: 'The body is larger than this route takes', remedy: 'none' },
  route_not_found: { status: 404, title: 'There is nothing at this path', remedy: 'none' },
  method_not_allowed: { status: 405, title: 'This path does not know that method', remedy: 'none' },
  precondition_failed: { status: 412, title: 'The record was changed in the meantime', remedy: 'none' },
  precondition_required: { status: 428, title: 'The change needs an If-Match header', remedy: 'none' },
  rate_limited: { status: 429, title: 'There were too many requests', remedy: 'retry' },
  idempotency_key_in_use: {
    status: 409,
    title: 'A request with this idempotency key is under way',
    remedy: 'retry',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This idempotency key was used for another request',
    remedy: 'none',
  },

  // The caller
  unauthenticated: { status: 401, title: 'An ID token is needed', remedy: 'none' },
  id_token_invalid: { status: 401, title: 'The ID token is not valid', remedy: 'none' },
  id_token_expired: { status: 401, title: 'The ID token has expired', remedy: 'none' },
  organization_missing: { status: 403, title: 'The caller belongs to no organization', remedy: 'none' },
  organization_deleted: { status: 403, title: 'The organization has been deleted', remedy: 'none' },
  insufficient_role: { status: 403, title: "The caller's role does not allow this", remedy: 'none' },

  operator_required: {
    status: 403,
    title: 'Only an operator of the platform may do this',
    remedy: 'none',
  },

  // Connections
  integration_not_found: { status: 404, title: 'There is no such integration', remedy: 'none' },
  integration_disconnected: { status: 409, title: 'The integration is disconnected', remedy: 'reauthorize' },
  already_connected: { status: 409, title: 'The account is connected already', remedy: 'none' },
  account_mismatch: {
    status: 409,
    title: 'Another account was chosen than the one to reconnect',
    remedy: 'reauthorize',
  },
  reauthorization_required: {
    status: 409,
    title: 'The account must be authorized again',
    remedy: 'reauthorize',
  },
  refresh_in_progress: { status: 503, title: 'Another refresh did not finish in time', remedy: 'retry' },

  // Providers
  unknown_provider: { status: 404, title: 'There is no such provider', remedy: 'none' },
  provider_not_configured: { status: 503, title: 'The provider is not configured', remedy: 'operator' },
  provider_misconfigured: { status: 503, title: 'The provider refuses our application', remedy: 'operator' },
  provider_unavailable: { status: 503, title: 'The provider cannot be reached', remedy: 'retry' },

  // Authorization
  oauth_state_unknown: {
    status: 400,
    title: 'The authorization is unknown, used or expired',
    remedy: 'reauthorize',
  },
  oauth_state_foreign: {
    status: 403,
    title: 'The authorization was started elsewhere',
    remedy: 'reauthorize',
  },
  consent_denied: { status: 403, title: 'The account did not give its consent', remedy: 'reauthorize' },
  authorization_failed: {
    status: 502,
    title: 'The provider did not complete the authorization',
    remedy: 'reauthorize',
  },
  return_url_not_allowed: { status: 400, title: 'The return URL is not on the allow-list', remedy: 'none' },

  // Employees
  employee_not_found: { status: 404, title: 'There is no such employee', remedy: 'none' },
  employee_exists: { status: 409, title: 'The employee exists already', remedy: 'none' },
  too_many_facets: {
    status: 409,
    title: 'The organization has too many different departments and roles',
    remedy: 'none',
  },
  sync_session_not_found: { status: 404, title: 'There is no such synchronization', remedy: 'none' },
  sync_session_closed: { status: 409, title: 'The synchronization takes no more records', remedy: 'none' },
  sync_session_empty: {
    status: 409,
    title: 'A full synchronization without a single record deletes nobody',
    remedy: 'none',
  },
  import_not_found: { status: 404, title: 'There is no such import', remedy: 'none' },
  import_unreadable: { status: 422, title: 'The file cannot be imported', remedy: 'none' },

  // Operators
  key_rotation_not_found: { status: 404, title: 'There is no such key rotation', remedy: 'none' },
  queue_unavailable: { status: 503, title: 'The task queue cannot be reached', remedy: 'retry' },

  // The service itself
  configuration_invalid: {
    status: 503,
    title: 'The service is not configured correctly',
    remedy: 'operator',
  },
  encryption_key_mismatch: {
    status: 500,
    title: 'The encryption key does not fit the data',
    remedy: 'operator',
  },
  encryption_key_unknown: {
    status: 500,
    title: 'The key of these credentials is not in the keyring',
    remedy: 'operator',
  },
  credentials_wrong_key: {
    status: 500,
    title: 'The credentials were encrypted with another key',
    remedy: 'operator',
  },
  credentials_moved: { status: 500, title: 'The credentials belong to another record', remedy: 'operator' },
  credentials_tampered: { status: 500, title: 'The credentials were altered', remedy: 'operator' },
  store_unavailable: { status: 503, title: 'The database cannot be reached', remedy: 'retry' },
  internal_error: { status: 500, title: 'The service failed', remedy: 'retry' },
} as const satisfies Record<string, ErrorMeaning>;

/** Every code that an answer of this service can carry. */
export type ErrorCode = keyof typeof meanings;

/** What each code means in HTTP, and what would help. */
export const errorMeanings: Readonly<Record<ErrorCode, ErrorMeaning>> = meanings;
