import type { ReceivedMail } from '@klayim/local-mail';
import { demoOrganization } from '../stack/auth-users.ts';
import { waitFor } from '../stack/wait.ts';
import { check } from './check.ts';
import { authorize } from './connect.steps.ts';
import { connectedBy, queueTimeoutMs, readRefusal } from './job-api.ts';
import type { JobContext } from './job-context.ts';
import { callersOf } from './step-helpers.ts';

/** An account that no other step uses. */
const account = 'sam@demo.example';
const recipient = `owner@${demoOrganization}.example`;

/** A connection breaks, and its organization is told: by a signed webhook at once, and by a mail. */
export async function breakConnection(context: JobContext): Promise<void> {
  const { stack, api, say } = context;
  const byOwner = api.as(callersOf(context).owner);
  const organization = await byOwner.call('getOrganization');
  await byOwner.call('updateOrganization', {
    headers: { 'If-Match': `"${organization.version}"` },
    body: { notificationEmails: [recipient] },
  });
  await makeRoomInHour(context);
  const endpointId = await addEndpoint(context);

  const { callbackUrl, cookie } = await authorize(context, 'google_calendar', { account });
  const { id } = connectedBy(await api.comeBack(callbackUrl, cookie));
  const grants = stack.google.control.revokeGrantOf(account);
  say(`${account} is connected, and takes its consent back at Google; grants ended: ${grants}`);
  const refresh = byOwner.call('refreshIntegration', { path: { id } });
  say(`the next refresh: ${await readRefusal('The next refresh', refresh, 409, 'reauthorization_required')}`);

  await waitForWebhook(context, id);
  await stack.triggerNotifications();
  const mail = await waitForMail(context, id);
  await waitForDelivery(context, mail);
  await byOwner.call('deleteIntegration', { path: { id } });
  await byOwner.call('deleteWebhookEndpoint', { path: { id: endpointId } });
}

/** An organization gets one mail an hour: the one of an earlier run would be this run's. */
async function makeRoomInHour({ stack, say }: JobContext): Promise<void> {
  const mails = stack.firestore.collection('mail').where('organizationId', '==', demoOrganization);
  const { docs } = await mails.get();
  await Promise.all(docs.map(({ ref }) => ref.delete()));
  if (docs.length > 0) {
    say(`forgot ${docs.length} mail of an earlier run: an organization gets one an hour`);
  }
}

/** The endpoint is proven by a challenge, which the receiver answers while it is added. */
async function addEndpoint(context: JobContext): Promise<string> {
  const { stack, api, say, secrets } = context;
  const { endpoint, secret } = await api.as(callersOf(context).owner).call('createWebhookEndpoint', {
    body: { url: stack.webhooks.hookUrl, events: ['connection.reauthorization_required'] },
  });
  check(endpoint.status === 'enabled', `The endpoint is ${endpoint.status}.`);
  secrets.push({ kind: 'webhook_secret', value: secret });
  stack.webhooks.trust(secret);
  say(`a webhook endpoint has answered the challenge: ${endpoint.url}`);
  return endpoint.id;
}

async function waitForWebhook({ stack, say, facts }: JobContext, id: string): Promise<void> {
  const { webhooks, isVerified, pageUrl } = stack.webhooks;
  const webhook = await waitFor(() => webhooks().find(({ body }) => body.includes(id)), {
    what: 'the webhook about the broken connection',
    timeoutMs: queueTimeoutMs,
  });
  check(isVerified(webhook), 'The webhook is not signed with the secret of its endpoint.');
  const { type } = JSON.parse(webhook.body) as { type: string };
  facts.webhook = type;
  say(`a webhook, signed with the endpoint's secret: ${type}, ${webhook.id}`);
  say(`  ${webhook.body}`);
  say(`as it came: ${pageUrl}`);
}

async function waitForMail({ stack, say, facts }: JobContext, id: string): Promise<ReceivedMail> {
  const { server, pageUrl } = stack.mail;
  const mail = await waitFor(() => server.mails().find(({ text }) => text.includes(id)), {
    what: 'the mail about the broken connection',
    timeoutMs: queueTimeoutMs,
  });
  facts.mailedTo = [...mail.envelope.to];
  say(`a mail from ${mail.from} to ${mail.to.join(', ')}: ${mail.subject}`);
  for (const line of mail.text.split('\n').filter((one) => one.trim() !== '')) {
    say(`  ${line}`);
  }
  say(`as text and HTML, in light and dark: ${pageUrl}/mails/${mail.number}`);
  check(mail.text.includes(account), 'The mail does not name the account.');
  check(mail.html.includes(id), 'The HTML does not link to the connection.');
  return mail;
}

async function waitForDelivery({ stack, say }: JobContext, { messageId }: ReceivedMail): Promise<void> {
  const mails = stack.firestore.collection('mail').where('organizationId', '==', demoOrganization);
  const state = await waitFor(
    async () => {
      const [document] = (await mails.get()).docs;
      const sent = document?.get('delivery.state') === 'SUCCESS' ? document : undefined;
      check(sent === undefined || sent.get('delivery.info.messageId') === messageId, 'It is another mail.');
      return sent?.get('delivery.state') as string | undefined;
    },
    { what: 'the delivery to be recorded', timeoutMs: queueTimeoutMs },
  );
  say(`recorded as delivered: ${state}`);
}
