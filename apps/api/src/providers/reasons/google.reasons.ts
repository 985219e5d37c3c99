import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import type { ReasonTable } from './reason-table.ts';

const refreshTokens = 'https://developers.google.com/identity/protocols/oauth2#expiration';

/**
 * What Google's answers mean.
 * @see https://developers.google.com/identity/protocols/oauth2#expiration
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
 * @see https://support.google.com/accounts/answer/16668185
 */
export const googleReasons: ReasonTable = {
  displayName: 'Google',
  numbers: {},
  subtypes: {
    // The administrator's session length for Google Cloud is over: it comes with `invalid_grant`.
    invalid_rapt: 'session_policy',
    rapt_required: 'session_policy',
  },
  codes: {
    invalid_rapt: 'session_policy',
    rapt_required: 'session_policy',
    admin_policy_enforced: 'admin_policy',
    policy_enforced: 'admin_policy',
    disallowed_useragent: 'admin_policy',
    org_internal: 'app_internal_only',
    app_not_configured_for_user: 'app_disabled_by_admin',
    access_not_configured: 'app_disabled_by_admin',
  },
  redirectCodes: {},
  ages: [
    // In Testing a refresh token lives seven days. Tokens of an hour are renewed all the time: the next refresh meets it.
    {
      insteadOf: 'revoked',
      fromMs: 7 * dayMs - minuteMs,
      toMs: 7 * dayMs + 2 * hourMs,
      reason: 'app_in_testing',
    },
  ],
  pages: {
    revoked: refreshTokens,
    idle_too_long: refreshTokens,
    grant_expired: refreshTokens,
    app_in_testing: refreshTokens,
    access_declined: 'https://support.google.com/accounts/answer/3466521',
    session_policy: 'https://support.google.com/a/answer/9368756',
    admin_policy: 'https://support.google.com/a/answer/7281227',
    app_disabled_by_admin: 'https://support.google.com/a/answer/7281227',
  },
  page: 'https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors',
};
