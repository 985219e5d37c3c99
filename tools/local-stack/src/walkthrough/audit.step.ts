import { check } from './check.ts';
import type { JobContext } from './job-context.ts';
import { callersOf, connectionOf } from './step-helpers.ts';

/** What this run has done, as the trail must tell it. */
const expected = [
  'authorization.started success',
  'authorization.failed failure: consent_denied',
  'authorization.failed failure: already_connected',
  'authorization.refused failure: oauth_state_foreign',
  'integration.connected success',
  'integration.token_issued success',
  'integration.disconnected success',
  'integration.grant_revoked success',
  'member.granted success',
  'member.revoked success',
];

/** The owner exports who did what, and finds this run in it. */
export async function readAuditTrail(context: JobContext): Promise<void> {
  const byOwner = context.api.as(callersOf(context).owner);
  const counts = new Map<string, number>();
  for await (const { type, result, reason } of byOwner.lines('exportAuditEvents')) {
    const said = `${type} ${result}${reason === null ? '' : `: ${reason}`}`;
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  for (const [said, count] of counts) {
    context.say(`${String(count).padStart(3)} ${said}`);
  }
  const missing = expected.filter((said) => !counts.has(said));
  check(missing.length === 0, `The trail does not tell of ${missing.join(', ')}.`);

  const { id } = connectionOf(context, 'google_calendar');
  const { items } = await byOwner.call('listAuditEvents', {
    query: { subjectId: id, type: 'integration.disconnected', limit: 1 },
  });
  const actor = items[0]?.actor;
  check(actor?.type === 'user' && actor.role === 'administrator', 'The trail does not say who disconnected.');
  context.say(`Google was disconnected by ${actor.userId}, request ${actor.requestId}`);
}
