import type { Refusal } from './refusals.ts';

const bad = (error: string, description: string, more: Partial<Refusal> = {}): Refusal => ({
  status: 400,
  error,
  description,
  ...more,
});

/**
 * How Google refuses a refresh, by the reason that it has.
 *
 * @see https://developers.google.com/identity/protocols/oauth2#expiration
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
 */
export const googleRefusals = {
  revoked: bad('invalid_grant', 'Token has been expired or revoked.'),
  session_policy: bad('invalid_grant', 'reauth related error (invalid_rapt)', { subtype: 'invalid_rapt' }),
  admin_policy: bad('admin_policy_enforced', 'Ask the administrator of ada@northwind.example.'),
  app_internal_only: bad('org_internal', 'This client is restricted to users within its organization.', {
    status: 403,
  }),
  app_disabled_by_admin: bad('access_not_configured', 'Not configured by the administrator of Northwind.'),
  wrong_client: bad('unauthorized_client', 'Unauthorized', { status: 401 }),
  client_rejected: bad('invalid_client', 'The provided client secret is invalid.', { status: 401 }),
  client_disabled: bad('deleted_client', 'The OAuth client was deleted.', { status: 401 }),
  scopes_rejected: bad('invalid_scope', 'Some requested scopes were invalid.'),
  request_rejected: bad('invalid_request', 'Missing required parameter.'),
  app_misconfigured: bad('redirect_uri_mismatch', 'Bad Request'),
} as const satisfies Record<string, Refusal>;
