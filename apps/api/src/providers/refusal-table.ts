import type { FailureOwner, ProviderFailure } from './provider-error.ts';

/** What one error code or number means for a connection. Why it is said is in `reasons/`. */
export interface Refusal {
  failure: ProviderFailure;
  owner: FailureOwner;
}

const grantRejected: Refusal = { failure: 'grant_rejected', owner: 'connection' };
/** The registration there, this connection's token or scopes, or our registration everywhere. */
const refused: Refusal = { failure: 'misconfigured', owner: 'unknown' };
const ourFault: Refusal = { failure: 'misconfigured', owner: 'application' };

/**
 * OAuth error codes that come with a 4xx. A code that is not here is an outage of this connection alone: a wrong
 * `grant_rejected` would send a person to authorize again, while an outage backs off and still shows itself.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
 */
export const refusalOfCode: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['invalid_grant', grantRejected],
  ['interaction_required', grantRejected],
  ['consent_required', grantRejected],
  ['login_required', grantRejected],
  ['account_selection_required', grantRejected],
  ['mfa_required', grantRejected],
  ['rapt_required', grantRejected],
  ['invalid_rapt', grantRejected],
  ['access_denied', grantRejected],
  ['admin_policy_enforced', grantRejected],
  ['org_internal', grantRejected],
  ['disallowed_useragent', grantRejected],
  ['policy_enforced', grantRejected],
  ['app_not_configured_for_user', grantRejected],
  ['access_not_configured', grantRejected],
  ['invalid_resource', grantRejected],
  ['invalid_target', refused],
  ['invalid_scope', refused],
  ['insufficient_scope', refused],
  ['invalid_request', refused],
  ['invalid_client', refused],
  ['unauthorized_client', refused],
  ['deleted_client', refused],
  ['disabled_client', refused],
  ['restricted_client', refused],
  ['unsupported_grant_type', refused],
  ['redirect_uri_mismatch', refused],
]);

/**
 * Codes and subtypes that only a redirect brings, beside those above.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response
 */
export const redirectCodes: ReadonlySet<string> = new Set([
  'unsupported_response_type',
  'invalid_request_uri',
  'invalid_request_object',
  'request_not_supported',
  'request_uri_not_supported',
  'registration_not_supported',
  'cancel',
  'basic_action',
  'additional_action',
  'message_only',
  'user_password_expired',
  'bad_token',
  'token_expired',
  'protection_policy_required',
  'client_mismatch',
]);

/**
 * Microsoft's AADSTS numbers that say more than the code they come with.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const refusalOfNumber: ReadonlyMap<number, Refusal> = new Map<number, Refusal>([
  // The grant: expired, revoked, or its password was changed.
  [50173, grantRejected],
  [54005, grantRejected],
  [65001, grantRejected],
  [65004, grantRejected],
  [70008, grantRejected],
  [70043, grantRejected],
  [700003, grantRejected],
  [700081, grantRejected],
  [700082, grantRejected],
  [700084, grantRejected],
  [50132, grantRejected],
  [50133, grantRejected],
  [50089, grantRejected],
  // The person: multi-factor authentication, conditional access, a device that does not comply.
  [50072, grantRejected],
  [50074, grantRejected],
  [50076, grantRejected],
  [50078, grantRejected],
  [50079, grantRejected],
  [50097, grantRejected],
  [50125, grantRejected],
  [50129, grantRejected],
  [50131, grantRejected],
  [50155, grantRejected],
  [50158, grantRejected],
  [53000, grantRejected],
  [53001, grantRejected],
  [53002, grantRejected],
  [53003, grantRejected],
  [53004, grantRejected],
  [53010, grantRejected],
  [53011, grantRejected],
  [50055, grantRejected],
  [50144, grantRejected],
  [530003, grantRejected],
  [530004, grantRejected],
  // The administrator.
  [50105, grantRejected],
  [90093, grantRejected],
  [90094, grantRejected],
  [90095, grantRejected],
  [650056, grantRejected],
  [650057, grantRejected],
  [500011, grantRejected],
  [500014, grantRejected],
  [650052, grantRejected],
  [50177, grantRejected],
  [50178, grantRejected],
  // The account or its directory.
  [50020, grantRejected],
  [50034, grantRejected],
  [50057, grantRejected],
  [50059, grantRejected],
  [51004, grantRejected],
  [90002, grantRejected],
  [90072, grantRejected],
  [500021, grantRejected],
  [500341, grantRejected],
  [5000224, grantRejected],
  // The application, in that directory or everywhere.
  [7000112, refused],
  [700016, refused],
  [7000114, refused],
  [70001, refused],
  [50194, ourFault],
  [500113, ourFault],
  [50011, ourFault],
  [700025, ourFault],
  [7000215, ourFault],
  [7000216, ourFault],
  [7000218, ourFault],
  [7000222, ourFault],
  [7000229, refused],
  [70003, ourFault],
  [700027, ourFault],
  [7000219, ourFault],
  [7000272, ourFault],
  // The scopes.
  [70011, refused],
  [28002, refused],
  [28003, refused],
  [70007, ourFault],
  // An outage, whatever code it comes with.
  [90033, { failure: 'unavailable', owner: 'unknown' }],
  [90006, { failure: 'unavailable', owner: 'unknown' }],
  [90024, { failure: 'unavailable', owner: 'unknown' }],
  [90055, { failure: 'unavailable', owner: 'connection' }],
  [50196, { failure: 'unavailable', owner: 'connection' }],
]);
