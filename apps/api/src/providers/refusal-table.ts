import type { FailureOwner, ProviderFailure } from './provider-error.ts';

/** What one error code or number means. */
export interface Refusal {
  failure: ProviderFailure;
  owner: FailureOwner;
  /** A sentence for the customer, where it can say more than "authorize again". */
  advice?: string;
}

const authorizeAgain: Refusal = { failure: 'grant_rejected', owner: 'connection' };
const administratorForbids: Refusal = {
  ...authorizeAgain,
  advice: "A rule of the account's administrator forbids this application: it has to be allowed there first.",
};
const eitherFault: Refusal = {
  failure: 'misconfigured',
  owner: 'unknown',
  advice:
    "The provider refuses this application for the account. Its administrator may have removed or disabled the application, or the token is another application's.",
};
const disabledThere: Refusal = {
  failure: 'misconfigured',
  owner: 'unknown',
  advice:
    "The application is disabled or missing in the account's directory: its administrator can allow it.",
};
const ourFault: Refusal = {
  failure: 'misconfigured',
  owner: 'application',
  advice:
    "This application's registration at the provider is wrong. Its operator has to act, not the customer.",
};
const oddScopes: Refusal = {
  failure: 'misconfigured',
  owner: 'unknown',
  advice: 'The provider does not know the scopes of this connection: authorize it with others.',
};
const accountIsGone: Refusal = {
  ...authorizeAgain,
  advice: 'The account does not exist in that directory, or is disabled there: its administrator can tell.',
};
const stepUp: Refusal = {
  ...authorizeAgain,
  advice: "A sign-in rule of the account's directory asks for the person again.",
};

/**
 * OAuth error codes that come with a 4xx. A code that is not here is an outage of this connection alone: a wrong
 * `grant_rejected` would send a person to authorize again, while an outage backs off and still shows itself.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
 */
export const refusalOfCode: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['invalid_grant', authorizeAgain],
  ['interaction_required', stepUp],
  ['consent_required', authorizeAgain],
  ['login_required', stepUp],
  ['account_selection_required', stepUp],
  ['mfa_required', stepUp],
  ['rapt_required', stepUp],
  ['invalid_rapt', stepUp],
  ['access_denied', administratorForbids],
  ['admin_policy_enforced', administratorForbids],
  ['org_internal', administratorForbids],
  ['disallowed_useragent', administratorForbids],
  ['policy_enforced', administratorForbids],
  ['app_not_configured_for_user', administratorForbids],
  ['access_not_configured', administratorForbids],
  [
    'invalid_resource',
    {
      ...administratorForbids,
      advice: "What the connection's scopes belong to is missing in the account's directory.",
    },
  ],
  ['invalid_target', oddScopes],
  ['invalid_scope', oddScopes],
  ['insufficient_scope', oddScopes],

  [
    'invalid_request',
    {
      failure: 'misconfigured',
      owner: 'unknown',
      advice: "The provider does not take this connection's token request: authorize the account again.",
    },
  ],
  ['invalid_client', eitherFault],
  ['unauthorized_client', eitherFault],
  ['deleted_client', eitherFault],
  ['disabled_client', eitherFault],
  ['restricted_client', eitherFault],
  ['unsupported_grant_type', { ...ourFault, owner: 'unknown' }],
  ['redirect_uri_mismatch', { ...ourFault, owner: 'unknown' }],
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
  [50173, authorizeAgain],
  [54005, authorizeAgain],
  [65001, authorizeAgain],
  [65004, authorizeAgain],
  [70008, authorizeAgain],
  [70043, authorizeAgain],
  [700003, authorizeAgain],
  [700081, authorizeAgain],
  [700082, authorizeAgain],
  [700084, authorizeAgain],
  [50132, authorizeAgain],
  [50133, authorizeAgain],
  [50089, authorizeAgain],
  // The person: multi-factor authentication, conditional access, a device that does not comply.
  [50072, stepUp],
  [50074, stepUp],
  [50076, stepUp],
  [50078, stepUp],
  [50079, stepUp],
  [50097, stepUp],
  [50125, stepUp],
  [50129, stepUp],
  [50131, stepUp],
  [50155, stepUp],
  [50158, stepUp],
  [53000, stepUp],
  [53001, stepUp],
  [53002, stepUp],
  [53003, stepUp],
  [53004, stepUp],
  [53010, stepUp],
  [53011, stepUp],
  [50055, stepUp],
  [50144, stepUp],
  [530003, stepUp],
  [530004, stepUp],
  // The administrator.
  [50105, administratorForbids],
  [90093, administratorForbids],
  [90094, administratorForbids],
  [90095, administratorForbids],
  [650056, administratorForbids],
  [650057, administratorForbids],
  [500011, administratorForbids],
  [500014, administratorForbids],
  [650052, administratorForbids],
  [50177, administratorForbids],
  [50178, administratorForbids],
  // The account or its directory.
  [50020, accountIsGone],
  [50034, accountIsGone],
  [50057, accountIsGone],
  [50059, accountIsGone],
  [51004, accountIsGone],
  [90002, accountIsGone],
  [90072, accountIsGone],
  [500021, accountIsGone],
  [500341, accountIsGone],
  [5000224, accountIsGone],
  // The application, in that directory or everywhere.
  [7000112, disabledThere],
  [700016, disabledThere],
  [7000114, disabledThere],
  [70001, disabledThere],
  [50194, ourFault],
  [500113, ourFault],
  [50011, ourFault],
  [700025, ourFault],
  [7000215, ourFault],
  [7000216, ourFault],
  [7000218, ourFault],
  [7000222, ourFault],
  [7000229, disabledThere],
  [70003, ourFault],
  [700027, ourFault],
  [7000219, ourFault],
  [7000272, ourFault],
  // The scopes.
  [70011, oddScopes],
  [28002, oddScopes],
  [28003, oddScopes],
  [70007, ourFault],
  // An outage, whatever code it comes with.
  [90033, { failure: 'unavailable', owner: 'unknown' }],
  [90006, { failure: 'unavailable', owner: 'unknown' }],
  [90024, { failure: 'unavailable', owner: 'unknown' }],
  [90055, { failure: 'unavailable', owner: 'connection' }],
  [50196, { failure: 'unavailable', owner: 'connection' }],
]);
