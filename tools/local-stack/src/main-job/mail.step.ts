import type { ReceivedMail } from '@klayim/local-mail';
import { DEMO_ORGANIZATION } from '../stack/auth-users.ts';
import { waitFor } from '../stack/wait.ts';
import { check } from './check.ts';
import { authorize } from './connect.steps.ts';
import { connectedBy, QUEUE_TIMEOUT_MS, readRefusal } from './job-api.ts';
import type { JobContext } from './job-context.ts';
import { callersOf } from './step-helpers.ts';

/** An account that no other step uses. */
const ACCOUNT = 'sam@demo.example';
const RECIPIENT = `owner@${DEMO_ORGANIZATION}.example`;

/** A connection breaks, and its organization is told: notice, mail, task queue, SMTP. */
export async function breakAndReadMail(context: JobContext): Promise<void> {
  const { stack, api, say } = context;
  const byOwner = api.as(callersOf(context).owner);
  const organization = await byOwner.call('getOrganization');
  await byOwner.call('updateOrganization', {
    headers: { 'If-Match': `"${organization.version}"` },
    body: { notificationEmails: [RECIPIENT] },
  });
  await makeRoomInHour(context);

  const { callbackUrl, cookie } = await authorize(context, 'google_calendar', { account: ACCOUNT });
  const { id } = connectedBy(await api.comeBack(callbackUrl, cookie));
  const grants = stack.google.control.revokeGrantOf(ACCOUNT);
  say(`${ACCOUNT} is connected, and takes its consent back at Google: ${grants} grant ended`);
  const refresh = byOwner.call('refreshIntegration', { path: { id } });
  say(`the next refresh: ${await readRefusal('The next refresh', refresh, 409, 'reauthorization_required')}`);

  await stack.triggerNotices();
  const mail = await waitForMail(context, id);
  await waitForDelivery(context, mail);
  await byOwner.call('deleteIntegration', { path: { id } });
}

/** An organization gets one mail an hour: the one of an earlier run would be this run's. */
async function makeRoomInHour({ stack, say }: JobContext): Promise<void> {
  const mails = stack.firestore.collection('mail').where('organizationId', '==', DEMO_ORGANIZATION);
  const { docs } = await mails.get();
  await Promise.all(docs.map(({ ref }) => ref.delete()));
  if (docs.length > 0) {
    say(`forgot ${docs.length} mail of an earlier run: an organization gets one an hour`);
  }
}

async function waitForMail({ stack, say, facts }: JobContext, id: string): Promise<ReceivedMail> {
  const { server, pageUrl } = stack.mail;
  const mail = await waitFor(() => server.mails().find(({ text }) => text.includes(id)), {
    what: 'the mail about the broken connection',
    timeoutMs: QUEUE_TIMEOUT_MS,
  });
  facts.mailedTo = [...mail.envelope.to];
  say(`a mail from ${mail.from} to ${mail.to.join(', ')}: ${mail.subject}`);
  for (const line of mail.text.split('\n').filter((one) => one.trim() !== '')) {
    say(`  ${line}`);
  }
  say(`as text and HTML, in light and dark: ${pageUrl}/mails/${mail.number}`);
  check(mail.text.includes(ACCOUNT), 'The mail does not name the account.');
  check(mail.html.includes(id), 'The HTML does not link to the connection.');
  return mail;
}

async function waitForDelivery({ stack, say }: JobContext, { messageId }: ReceivedMail): Promise<void> {
  const mails = stack.firestore.collection('mail').where('organizationId', '==', DEMO_ORGANIZATION);
  const state = await waitFor(
    async () => {
      const [document] = (await mails.get()).docs;
      const sent = document?.get('delivery.state') === 'SUCCESS' ? document : undefined;
      check(sent === undefined || sent.get('delivery.info.messageId') === messageId, 'It is another mail.');
      return sent?.get('delivery.state') as string | undefined;
    },
    { what: 'the delivery to be recorded', timeoutMs: QUEUE_TIMEOUT_MS },
  );
  say(`recorded as delivered: ${state}`);
}
