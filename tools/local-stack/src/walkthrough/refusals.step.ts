import { check } from './check.ts';
import { authorize } from './connect.steps.ts';
import { readRefusal } from './job-api.ts';
import type { JobContext } from './job-context.ts';
import { callersOf, connectionOf, demoAccount } from './step-helpers.ts';

/** What must not be possible: each request is refused with its own status and code. */
export async function seeRefusals(context: JobContext): Promise<void> {
  const { owner, administrator, member, stranger } = callersOf(context);
  const { id, callbackUrl, cookie } = connectionOf(context, 'google_calendar');
  const { as, comeBack } = context.api;
  const path = { id };
  const denied = await authorize(context, 'google_calendar', { account: demoAccount, deny: true });
  const lured = await authorize(context, 'google_calendar', { account: 'sam@demo.example' });
  const again = await authorize(context, 'google_calendar', { account: demoAccount });
  // Of the types, that is: the API has to refuse it by itself.
  const yahoo = { provider: 'yahoo' as 'google_calendar' };

  const refusals: [string, () => Promise<unknown>, number, string][] = [
    ['without an ID token', () => as(null).call('getIntegration', { path }), 401, 'unauthenticated'],
    [
      'with a forged ID token',
      () => as(forge(member)).call('getIntegration', { path }),
      401,
      'id_token_invalid',
    ],
    [
      "another organization's id",
      () => as(stranger).call('getIntegration', { path }),
      404,
      'integration_not_found',
    ],
    [
      'a member disconnects',
      () => as(member).call('disconnectIntegration', { path }),
      403,
      'insufficient_role',
    ],
    ['a member reads the audit trail', () => as(member).call('listAuditEvents'), 403, 'insufficient_role'],
    [
      'an administrator asks for a token',
      () => as(administrator).call('getAccessToken', { path }),
      403,
      'insufficient_role',
    ],
    [
      'the owner asks for a token',
      () => as(owner).call('getAccessToken', { path }),
      403,
      'insufficient_role',
    ],
    [
      'an unknown provider',
      () => as(administrator).call('startAuthorization', { path: yahoo }),
      404,
      'unknown_provider',
    ],
    ['a callback that was used, in another browser', () => comeBack(callbackUrl), 403, 'oauth_state_foreign'],
    ["another browser's callback", () => comeBack(lured.callbackUrl), 403, 'oauth_state_foreign'],
    ['a denied consent', () => comeBack(denied.callbackUrl, denied.cookie), 403, 'consent_denied'],
    [
      'an account connected already',
      () => comeBack(again.callbackUrl, again.cookie),
      409,
      'already_connected',
    ],
  ];
  const reloaded = await comeBack(callbackUrl, cookie);
  check(
    'integration' in reloaded && reloaded.integration.id === id,
    'A reload of the callback does not tell its browser again how it ended.',
  );
  context.say('the callback loaded again: the same answer, and no second exchange');
  for (const [what, call, status, code] of refusals) {
    context.say(`${what}: ${await readRefusal(what, call(), status, code)}`);
  }
}

/** The emulator's tokens carry no signature, so that only what breaks the form can be forged here. */
function forge(idToken: string): string {
  const [header = '', payload = ''] = idToken.split('.');
  return `${header}.${payload.slice(0, -8)}.`;
}
