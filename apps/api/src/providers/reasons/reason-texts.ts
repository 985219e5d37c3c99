import type { ConnectionReason, ReasonActor } from '@klayim/shared/types';

/** What a person reads about a reason. */
export interface ReasonText {
  /** What has happened, in one sentence. */
  explanation: string;
  /** What to do about it. */
  action: string;
  /** Who can do it. */
  actor: ReasonActor;
}

const connectAgain = 'Connect the account again.';
const askAdministrator = "Ask the administrator of the account's organization";

/** Every reason in words, the same at every provider. */
export const reasonTexts: Readonly<Record<ConnectionReason, ReasonText>> = {
  // The person
  revoked: {
    explanation: 'The access was revoked at the provider, or it has expired.',
    action: connectAgain,
    actor: 'person',
  },
  grant_expired: {
    explanation: 'The provider gave the access for a limited time, and that time is over.',
    action: connectAgain,
    actor: 'person',
  },
  idle_too_long: {
    explanation: 'The connection was not used for so long that the provider ended it.',
    action: connectAgain,
    actor: 'person',
  },
  password_changed: {
    explanation: "The account's password was changed, or all of its sessions were ended.",
    action: connectAgain,
    actor: 'person',
  },
  password_expired: {
    explanation: "The account's password has expired or must be changed.",
    action: 'Change the password at the provider, then connect the account again.',
    actor: 'person',
  },
  sign_in_frequency: {
    explanation:
      "The account's organization asks for a new sign-in after a certain time, and that time is over.",
    action: `${connectAgain} If it happens too often: the administrator can exempt this application from the rule.`,
    actor: 'person',
  },
  sign_in_required: {
    explanation: 'The provider wants the person to sign in again.',
    action: connectAgain,
    actor: 'person',
  },
  mfa_required: {
    explanation:
      "The account's organization asks for a second factor at sign-in (multi-factor authentication).",
    action: 'Connect the account again and complete the second step.',
    actor: 'person',
  },
  session_policy: {
    explanation:
      "The account's organization limits how long a session with Google Cloud lasts, and that time is over.",
    action: `${connectAgain} If it happens too often: the administrator can trust this application in the session rule.`,
    actor: 'person',
  },
  consent_missing: {
    explanation: 'The account has not agreed to what this application asks for.',
    action: 'Connect the account again and agree.',
    actor: 'person',
  },
  access_declined: {
    explanation: 'The access was declined at the provider.',
    action: 'Connect the account again and allow the access.',
    actor: 'person',
  },
  scopes_rejected: {
    explanation: 'The provider does not know or does not allow the permissions (scopes) that were asked for.',
    action: 'Connect the account again with other scopes.',
    actor: 'person',
  },
  no_refresh_token: {
    explanation: 'The provider gave no access that lasts (no refresh token).',
    action: 'Connect the account again and allow access at any time.',
    actor: 'person',
  },
  identity_missing: {
    explanation: 'The provider did not say whose account it is.',
    action: 'Connect the account again and allow access to its identity (the scope "openid").',
    actor: 'person',
  },
  account_locked: {
    explanation: 'The account is locked after failed sign-ins, or its sign-in comes from a suspicious place.',
    action: 'Wait or unlock the account at the provider, then connect it again.',
    actor: 'person',
  },
  wrong_client: {
    explanation:
      'The access was given to another application than this one, or this one may no longer use it.',
    action: `${connectAgain} ${askAdministrator} whether this application is allowed if that is refused, too.`,
    actor: 'person',
  },

  // The administrator
  admin_policy: {
    explanation: "A rule of the account's organization forbids this application.",
    action: `${askAdministrator} to allow it, then connect the account again.`,
    actor: 'administrator',
  },
  admin_consent_required: {
    explanation: "The account's organization wants its administrator to agree to this application.",
    action: `${askAdministrator} to agree for all, then connect the account again.`,
    actor: 'administrator',
  },
  app_disabled_by_admin: {
    explanation: "This application is disabled in the account's organization.",
    action: `${askAdministrator} to enable it, then connect the account again.`,
    actor: 'administrator',
  },
  app_not_in_directory: {
    explanation: "This application is not, or no longer, in the directory of the account's organization.",
    action: `${askAdministrator} to add it, then connect the account again.`,
    actor: 'administrator',
  },
  app_not_assigned: {
    explanation: 'The account is not among those that may use this application in its organization.',
    action: `${askAdministrator} to assign the account to it, then connect it again.`,
    actor: 'administrator',
  },
  conditional_access: {
    explanation: "A sign-in rule of the account's organization (conditional access) blocks this access.",
    action: `${askAdministrator} which rule it is and whether this application can be exempted, then connect the account again.`,
    actor: 'administrator',
  },
  device_not_compliant: {
    explanation: "The account's organization allows sign-in from managed devices only.",
    action: `Connect the account again from such a device. ${askAdministrator} if that does not help.`,
    actor: 'administrator',
  },
  service_missing: {
    explanation: "What the permissions are for is missing or not enabled in the account's organization.",
    action: `${askAdministrator} to enable the service or its licence, then connect the account again.`,
    actor: 'administrator',
  },
  account_disabled: {
    explanation: 'The account is disabled in its organization.',
    action: `${askAdministrator} to enable it, then connect it again.`,
    actor: 'administrator',
  },
  account_missing: {
    explanation: 'The account does not exist, or no longer, in that organization.',
    action: `${askAdministrator}, or connect another account.`,
    actor: 'administrator',
  },
  directory_missing: {
    explanation: "The account's organization does not exist at the provider, or is disabled there.",
    action: `${askAdministrator}, or connect another account.`,
    actor: 'administrator',
  },

  // The operator
  app_in_testing: {
    explanation:
      'The application is in Testing at Google, where every access ends seven days after it was given.',
    action: 'Set its publishing status to "In production", then have the accounts connected again.',
    actor: 'operator',
  },
  app_internal_only: {
    explanation: 'The application is registered for the accounts of one organization only.',
    action: 'Set its user type to "External", or connect an account of that organization.',
    actor: 'operator',
  },
  app_misconfigured: {
    explanation: 'The registration of the application at the provider does not fit what it asks for.',
    action: "Compare the registration with this service's settings: address, account types, permissions.",
    actor: 'operator',
  },
  client_rejected: {
    explanation: "The provider does not accept the application's id or secret.",
    action: "Compare client id and secret with the application's registration, and set them again.",
    actor: 'operator',
  },
  client_disabled: {
    explanation: 'The application was deleted or disabled at the provider.',
    action: 'Restore it at the provider, or register another one and set its id and secret.',
    actor: 'operator',
  },
  client_secret_invalid: {
    explanation: "The application's secret is wrong.",
    action: 'Make a new secret at the provider and set it.',
    actor: 'operator',
  },
  client_secret_expired: {
    explanation: "The application's secret has expired.",
    action: 'Make a new secret at the provider and set it.',
    actor: 'operator',
  },
  request_rejected: {
    explanation: "The provider does not accept this connection's request.",
    action: 'Connect the account again; if that does not help, ask the operator of this service.',
    actor: 'operator',
  },
  identity_not_trusted: {
    explanation: 'What the provider said of the account does not belong to this request.',
    action: 'Connect the account again; if that does not help, ask the operator of this service.',
    actor: 'operator',
  },

  // Nobody
  rate_limited: {
    explanation: 'The provider takes no more requests for the moment.',
    action: 'Nothing has to be done: it is tried again.',
    actor: 'nobody',
  },
  provider_unavailable: {
    explanation: 'The provider did not answer properly.',
    action: 'Nothing has to be done: it is tried again.',
    actor: 'nobody',
  },
  unknown: {
    explanation: 'The provider refused for a reason that this service does not know.',
    action: 'If it keeps happening, connect the account again, or ask the operator of this service.',
    actor: 'operator',
  },
};

/** What has happened, and what to do about it, in two sentences or so. */
export function adviceOn(reason: ConnectionReason): string {
  const { explanation, action } = reasonTexts[reason];
  return `${explanation} ${action}`;
}
