const sessionEnded = {
  what: 'Your session had ended, so nothing was done.',
  next: 'What you entered is still here: send it again.',
};

const noDatabase = {
  what: 'The service cannot reach what it needs at the moment.',
  next: 'Try again in a minute.',
};

/** Why something did not work, by the code of the API: what happened and what is next. */
export const failureTexts: Record<string, { what: string; next: string }> = {
  consent_denied: {
    what: 'Access was declined at the provider.',
    next: 'If that was not meant, try again and allow the access.',
  },
  account_mismatch: {
    what: 'You chose another account than the one to reconnect. Nothing was changed.',
    next: 'Try again and choose the right account, or connect the other one as a new connection.',
  },
  already_connected: {
    what: 'This account is connected already, and stays as it was.',
    next: 'Nothing has to be done.',
  },
  provider_not_configured: {
    what: 'This provider is not set up for this service yet.',
    next: 'Ask the operator of this service to register it.',
  },
  provider_misconfigured: {
    what: 'The provider rejects this service’s own registration.',
    next: 'Ask the operator of this service to fix it. Trying again does not help before that.',
  },
  oauth_state_unknown: {
    what: 'The attempt took longer than ten minutes, or was finished before.',
    next: 'Try again.',
  },
  oauth_state_foreign: {
    what: 'The attempt was started in another browser.',
    next: 'Try again, in one browser from beginning to end.',
  },
  authorization_failed: {
    what: 'The provider did not complete the sign-in.',
    next: 'Nothing was connected. Try again in a minute.',
  },
  authorization_interrupted: {
    what: 'The provider or this service did not answer in time.',
    next: 'Nothing was connected. Try again in a minute.',
  },
  authorization_in_progress: {
    what: 'The connection is still being set up.',
    next: 'Look at the connections in a moment.',
  },
  insufficient_role: {
    what: 'Your role does not allow this, so nothing was done.',
    next: 'Ask an owner of your organization.',
  },
  organization_missing: {
    what: 'You no longer belong to an organization, so nothing was done.',
    next: 'Ask an owner for an invitation.',
  },
  organization_deleted: {
    what: 'The organization has been deleted, so nothing was done.',
    next: 'Ask the operator of this service if that was not meant.',
  },
  id_token_revoked: sessionEnded,
  id_token_expired: sessionEnded,
  integration_not_found: {
    what: 'The connection that was to be mended has been deleted.',
    next: 'Connect the account as a new one.',
  },
  return_url_not_allowed: {
    what: 'This service may not lead back to this page.',
    next: 'The operator of this service has to add this page’s address to the allowed return addresses.',
  },
  internal_error: {
    what: 'Something went wrong in the service.',
    next: 'Try again in a minute. If it keeps happening, contact the operator of this service.',
  },
  store_unavailable: noDatabase,
  queue_unavailable: noDatabase,
  identity_unavailable: noDatabase,
  provider_unavailable: {
    what: 'The provider does not answer at the moment.',
    next: 'Try again in a minute.',
  },
  refresh_in_progress: {
    what: 'The access of this account is being renewed at the moment.',
    next: 'Try again in a few seconds.',
  },
  integration_disconnected: {
    what: 'The account has been disconnected meanwhile, so nothing was done.',
    next: 'Connect it again first.',
  },
  rate_limited: {
    what: 'Too many attempts in a short time.',
    next: 'Wait a minute, then try again.',
  },
};

/** What helps, by the remedy that the API names. */
export const remedyTexts = {
  none: '',
  retry: 'Try again in a minute.',
  reauthorize: 'Connect the account again.',
  operator: 'The operator of this service has to fix it: contact them.',
};

/** The same for everything else. */
export const unknownFailureText = { what: 'The attempt failed.', next: 'Try again.' };
