import { type ApiRequest, readRefusal } from './api-client.ts';
import { ACCOUNT, authorize } from './connect.steps.ts';
import type { JobContext } from './job-context.ts';
import { callersOf, connectionOf } from './step-helpers.ts';

/** What must not be possible: each request is refused with its own status and code. */
export async function seeRefusals(context: JobContext): Promise<void> {
  const { owner, administrator, member, stranger } = callersOf(context);
  const { id, callbackUrl, cookie } = connectionOf(context, 'google');
  const path = `/integrations/${id}`;
  const denied = await authorize(context, 'google', { account: ACCOUNT, deny: true });
  const lured = await authorize(context, 'google', { account: 'grace@northwind.example' });
  const again = await authorize(context, 'google', { account: ACCOUNT });

  const refusals: [string, ApiRequest, number, string][] = [
    ['without an ID token', { path }, 401, 'unauthenticated'],
    ['with a forged ID token', { path, as: forge(member) }, 401, 'id_token_invalid'],
    ["another organization's id", { path, as: stranger }, 404, 'integration_not_found'],
    ['a member disconnects', post(`${path}/disconnect`, member), 403, 'insufficient_role'],
    ['an administrator asks for a token', post(`${path}/token`, administrator), 403, 'insufficient_role'],
    ['the owner asks for a token', post(`${path}/token`, owner), 403, 'insufficient_role'],
    ['an unknown provider', post('/integrations/yahoo/authorize', administrator), 404, 'unknown_provider'],
    ['a replayed callback', { path: callbackUrl, cookie }, 400, 'oauth_state_unknown'],
    ["another browser's callback", { path: lured.callbackUrl }, 403, 'oauth_state_foreign'],
    ['a denied consent', { path: denied.callbackUrl, cookie: denied.cookie }, 403, 'consent_denied'],
    [
      'an account connected already',
      { path: again.callbackUrl, cookie: again.cookie },
      409,
      'already_connected',
    ],
  ];
  for (const [what, request, status, code] of refusals) {
    context.say(`${what}: ${readRefusal(await context.api(request), status, code)}`);
  }
}

function post(path: string, as: string): ApiRequest {
  return { method: 'POST', path, as, body: {} };
}

/** The emulator's tokens carry no signature, so that only what breaks the form can be forged here. */
function forge(idToken: string): string {
  const [header = '', payload = ''] = idToken.split('.');
  return `${header}.${payload.slice(0, -8)}.`;
}
