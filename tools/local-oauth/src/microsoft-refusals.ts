import type { Refusal } from './refusals.ts';

const ada = "'ada@northwind.example'";

const refused = (error: string, code: number, description: string, more: Partial<Refusal> = {}): Refusal => ({
  status: error === 'invalid_client' ? 401 : 400,
  error,
  code,
  description,
  ...more,
});
const grant = (code: number, description: string, suberror?: string): Refusal =>
  refused('invalid_grant', code, description, suberror === undefined ? {} : { suberror });

/**
 * How Microsoft refuses a refresh, by the reason that it has.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const microsoftRefusals = {
  revoked: grant(70000, 'The provided value for the refresh token is not valid.', 'bad_token'),
  grant_expired: grant(
    700084,
    'The refresh token was issued to a single page app and has a fixed lifetime of 1.00:00:00.',
  ),
  idle_too_long: grant(
    700082,
    'The refresh token has expired due to inactivity. It was inactive for 90.00:00:00.',
  ),
  password_changed: grant(
    50173,
    `The provided grant has expired due to it being revoked, a fresh auth token is needed. The user ${ada} might have changed or reset their password.`,
    'bad_token',
  ),
  password_expired: grant(50055, 'The password is expired.', 'user_password_expired'),
  sign_in_frequency: grant(
    70043,
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
    'bad_token',
  ),
  sign_in_required: refused('interaction_required', 16001, 'Select another session.', {
    suberror: 'basic_action',
  }),
  mfa_required: refused('interaction_required', 50076, 'You must use multi-factor authentication.', {
    suberror: 'basic_action',
  }),
  conditional_access: refused(
    'invalid_grant',
    53003,
    'Access has been blocked by Conditional Access policies.',
    {
      suberror: 'message_only',
    },
  ),
  device_not_compliant: refused('interaction_required', 53000, 'Device is not in required device state.'),
  consent_missing: grant(65001, `The user or administrator of ${ada} has not consented.`, 'consent_required'),
  access_declined: grant(65004, 'User declined to consent to access the app.'),
  admin_consent_required: refused('access_denied', 90094, 'The grant requires admin permission.'),
  admin_policy: refused('access_denied', 500021, "Access to 'Northwind' tenant is denied."),
  app_not_assigned: grant(50105, `The signed in user ${ada} is not assigned to a role for the application.`),
  app_disabled_by_admin: refused('unauthorized_client', 7000112, "Application 'klayim' is disabled."),
  app_not_in_directory: refused(
    'unauthorized_client',
    700016,
    "Application was not found in the directory 'Northwind'.",
  ),
  service_missing: refused('invalid_resource', 500011, 'The resource principal was not found in Northwind.'),
  scopes_rejected: refused('invalid_scope', 70011, "The input parameter 'scope' isn't valid."),
  account_locked: grant(50053, `The account ${ada} is locked.`),
  account_disabled: grant(50057, 'The user account is disabled.'),
  account_missing: refused(
    'invalid_request',
    90072,
    `User account ${ada} does not exist in tenant Northwind.`,
  ),
  directory_missing: refused('invalid_request', 90002, "Tenant 'northwind.example' not found."),
  app_misconfigured: refused('invalid_request', 50194, 'The application is not a multi-tenant application.'),
  client_secret_invalid: refused('invalid_client', 7000215, 'Invalid client secret provided.'),
  client_secret_expired: refused('invalid_client', 7000222, 'The provided client secret keys are expired.'),
  wrong_client: grant(700005, 'The grant is intended to be used against another tenant.', 'client_mismatch'),
  request_rejected: refused('invalid_request', 900144, "The body must contain the parameter 'scope'."),
  client_rejected: { status: 401, error: 'invalid_client', description: 'Client authentication failed.' },
  client_disabled: { status: 401, error: 'disabled_client', description: 'The client is disabled.' },
  rate_limited: refused('temporarily_unavailable', 90055, 'There are too many incoming requests.'),
  provider_unavailable: refused('temporarily_unavailable', 90033, 'A transient error has occurred.'),
} as const satisfies Record<string, Refusal>;
