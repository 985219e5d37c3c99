import type { Schemas } from '@klayim/client';

/** Why a provider refuses, for the people of the organization: what has happened, and what to do about it. */
export const reasonText: Record<Schemas['ConnectionReason'], { what: string; action: string }> = {
  revoked: {
    what: 'The access was revoked at the provider, or it has expired.',
    action: 'Connect the account again.',
  },
  grant_expired: {
    what: 'The provider gave the access for a limited time, and that time is over.',
    action: 'Connect the account again.',
  },
  idle_too_long: {
    what: 'The connection was not used for so long that the provider ended it.',
    action: 'Connect the account again.',
  },
  password_changed: {
    what: "The account's password was changed, or all of its sessions were ended.",
    action: 'Connect the account again.',
  },
  password_expired: {
    what: "The account's password has expired or must be changed.",
    action: 'Change the password at the provider, then connect the account again.',
  },
  sign_in_frequency: {
    what: "The account's organization asks for a new sign-in after a certain time, and that time is over.",
    action:
      'Connect the account again. If it happens too often: the administrator can exempt this application from the rule.',
  },
  sign_in_required: {
    what: 'The provider wants the person to sign in again.',
    action: 'Connect the account again.',
  },
  mfa_required: {
    what: "The account's organization asks for a second factor at sign-in (multi-factor authentication).",
    action: 'Connect the account again and complete the second step.',
  },
  session_policy: {
    what: "The account's organization limits how long a session with Google Cloud lasts, and that time is over.",
    action:
      'Connect the account again. If it happens too often: the administrator can trust this application in the session rule.',
  },
  consent_missing: {
    what: 'The account has not agreed to what this application asks for.',
    action: 'Connect the account again and agree.',
  },
  access_declined: {
    what: 'The access was declined at the provider.',
    action: 'Connect the account again and allow the access.',
  },
  scopes_rejected: {
    what: 'The provider does not know or does not allow the permissions (scopes) that were asked for.',
    action: 'Connect the account again with other scopes.',
  },
  no_refresh_token: {
    what: 'The provider gave no access that lasts (no refresh token).',
    action: 'Connect the account again and allow access at any time.',
  },
  identity_missing: {
    what: 'The provider did not say whose account it is.',
    action: 'Connect the account again and allow access to its identity (the scope "openid").',
  },
  account_locked: {
    what: 'The account is locked after failed sign-ins, or its sign-in comes from a suspicious place.',
    action: 'Wait or unlock the account at the provider, then connect it again.',
  },
  wrong_client: {
    what: 'The access was given to another application than this one, or this one may no longer use it.',
    action:
      "Connect the account again. Ask the administrator of the account's organization whether this application is allowed if that is refused, too.",
  },
  admin_policy: {
    what: "A rule of the account's organization forbids this application.",
    action:
      "Ask the administrator of the account's organization to allow it, then connect the account again.",
  },
  admin_consent_required: {
    what: "The account's organization wants its administrator to agree to this application.",
    action:
      "Ask the administrator of the account's organization to agree for all, then connect the account again.",
  },
  app_disabled_by_admin: {
    what: "This application is disabled in the account's organization.",
    action:
      "Ask the administrator of the account's organization to enable it, then connect the account again.",
  },
  app_not_in_directory: {
    what: "This application is not, or no longer, in the directory of the account's organization.",
    action: "Ask the administrator of the account's organization to add it, then connect the account again.",
  },
  app_not_assigned: {
    what: 'The account is not among those that may use this application in its organization.',
    action:
      "Ask the administrator of the account's organization to assign the account to it, then connect it again.",
  },
  conditional_access: {
    what: "A sign-in rule of the account's organization (conditional access) blocks this access.",
    action:
      "Ask the administrator of the account's organization which rule it is and whether this application can be exempted, then connect the account again.",
  },
  device_not_compliant: {
    what: "The account's organization allows sign-in from managed devices only.",
    action:
      "Connect the account again from such a device. Ask the administrator of the account's organization if that does not help.",
  },
  service_missing: {
    what: "What the permissions are for is missing or not enabled in the account's organization.",
    action:
      "Ask the administrator of the account's organization to enable the service or its licence, then connect the account again.",
  },
  account_disabled: {
    what: 'The account is disabled in its organization.',
    action: "Ask the administrator of the account's organization to enable it, then connect it again.",
  },
  account_missing: {
    what: 'The account does not exist, or no longer, in that organization.',
    action: "Ask the administrator of the account's organization, or connect another account.",
  },
  directory_missing: {
    what: "The account's organization does not exist at the provider, or is disabled there.",
    action: "Ask the administrator of the account's organization, or connect another account.",
  },
  app_in_testing: {
    what: 'The application is in Testing at Google, where every access ends seven days after it was given.',
    action: 'Set its publishing status to "In production", then have the accounts connected again.',
  },
  app_internal_only: {
    what: 'The application is registered for the accounts of one organization only.',
    action: 'Set its user type to "External", or connect an account of that organization.',
  },
  app_misconfigured: {
    what: 'The registration of the application at the provider does not fit what it asks for.',
    action: "Compare the registration with this service's settings: address, account types, permissions.",
  },
  client_rejected: {
    what: "The provider does not accept the application's id or secret.",
    action: "Compare client id and secret with the application's registration, and set them again.",
  },
  client_disabled: {
    what: 'The application was deleted or disabled at the provider.',
    action: 'Restore it at the provider, or register another one and set its id and secret.',
  },
  client_secret_invalid: {
    what: "The application's secret is wrong.",
    action: 'Make a new secret at the provider and set it.',
  },
  client_secret_expired: {
    what: "The application's secret has expired.",
    action: 'Make a new secret at the provider and set it.',
  },
  request_rejected: {
    what: "The provider does not accept this connection's request.",
    action: 'Connect the account again; if that does not help, ask the operator of this service.',
  },
  identity_not_trusted: {
    what: 'What the provider said of the account does not belong to this request.',
    action: 'Connect the account again; if that does not help, ask the operator of this service.',
  },
  rate_limited: {
    what: 'The provider takes no more requests for the moment.',
    action: 'Nothing has to be done: it is tried again.',
  },
  provider_unavailable: {
    what: 'The provider did not answer properly.',
    action: 'Nothing has to be done: it is tried again.',
  },
  unknown: {
    what: 'The provider refused for a reason that this service does not know.',
    action: 'If it keeps happening, connect the account again, or ask the operator of this service.',
  },
};

/** What is wrong and what to do, where no reason of the provider is known. */
export const causeText = {
  missingAccess: {
    what: 'Some of the access that was asked for was not granted.',
    action: 'Connect the account again and leave everything ticked.',
  },
  endsSoon: {
    what: 'The provider gave no access that lasts: the connection ends when its token does.',
    action: 'Connect the account again and allow access at any time.',
  },
  retrying: {
    what: 'The last renewal did not succeed.',
    action: 'Nothing has to be done: it is tried again by itself.',
  },
  misconfigured: {
    what: 'The provider rejects this application’s own registration.',
    action: 'The operator of this service has to fix it; the connection then recovers by itself.',
  },
};

/** Who has to act. */
export const actorText = {
  person: 'The owner of the account can mend this.',
  administrator: 'The administrator of the account’s organization has to act first.',
  operator: 'The operator of this service has to act.',
  nobody: 'No action is needed.',
};

/** What a provider does to everybody. */
export const incidentText = {
  unavailable: (providers: string) =>
    `${providers} does not answer properly for anybody at the moment. Tokens that are still valid are served; the rest is tried again by itself.`,
  misconfigured: (providers: string) =>
    `${providers} rejects this service for everybody. The operator of this service has to act; nothing has to be done here.`,
};
