import * as z from 'zod';

/**
 * Why a provider refuses or does not answer, in words that stay the same whichever provider it is and however it rewords its
 * answers. docs/reasons.md explains each.
 */
export const connectionReasonSchema = z
  .enum([
    // The person who owns the account can mend it.
    'revoked',
    'grant_expired',
    'idle_too_long',
    'password_changed',
    'password_expired',
    'sign_in_frequency',
    'sign_in_required',
    'mfa_required',
    'session_policy',
    'consent_missing',
    'access_declined',
    'scopes_rejected',
    'no_refresh_token',
    'identity_missing',
    'account_locked',
    'wrong_client',
    // The administrator of the account's organization can.
    'admin_policy',
    'admin_consent_required',
    'app_disabled_by_admin',
    'app_not_in_directory',
    'app_not_assigned',
    'conditional_access',
    'device_not_compliant',
    'service_missing',
    'account_disabled',
    'account_missing',
    'directory_missing',
    // The operator can.
    'app_in_testing',
    'app_internal_only',
    'app_misconfigured',
    'client_rejected',
    'client_disabled',
    'client_secret_invalid',
    'client_secret_expired',
    'request_rejected',
    'identity_not_trusted',
    // No action is needed.
    'rate_limited',
    'provider_unavailable',
    // The provider said something that the tables do not know.
    'unknown',
  ])
  .meta({ id: 'ConnectionReason' });
export type ConnectionReason = z.infer<typeof connectionReasonSchema>;

/** Who can fix it: the account's owner, the account's administrator, the operator of this service; `nobody`: it passes by itself. */
export const reasonActorSchema = z.enum(['person', 'administrator', 'operator', 'nobody']);
export type ReasonActor = z.infer<typeof reasonActorSchema>;
