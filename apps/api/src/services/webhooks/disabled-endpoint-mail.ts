import type { WebhookFailure } from '@klayim/shared/types';
import type { MailDocument } from '../../repositories/organizations/notification.document.ts';
import { escapeHtml, toHtmlDocument } from '../mail/html-document.ts';
import { toOneLine } from '../mail/one-line.ts';

/** Why an endpoint was disabled, for people. */
const reasons = {
  gone: () => 'It answered with the status 410 (Gone), which asks for no more.',
  failing: (lastFailure: WebhookFailure | null) =>
    `Every delivery to it has failed for five days${lastFailure === null ? '' : `; the last one because ${failures[lastFailure]}`}.`,
} as const;

const failures: Readonly<Record<WebhookFailure, string>> = {
  address_not_allowed: 'its name leads to an address that is not public',
  challenge_not_echoed: 'it did not answer the challenge',
  endpoint_disabled: 'it was disabled',
  network_error: 'it could not be reached',
  redirected: 'it answered with a redirect, which is not followed',
  refused: 'it answered with another status than 2xx',
  secret_unreadable: 'its secret cannot be read here',
  timeout: 'it did not answer within 10 seconds',
};

export interface DisabledEndpoint {
  organizationName: string | null;
  endpointId: string;
  url: string;
  reason: keyof typeof reasons;
  lastFailure: WebhookFailure | null;
}

/**
 * The mail about an endpoint that was disabled. Of its URL it names the host alone: paths and queries may hold secrets. The
 * subject holds nothing that anybody outside could have written, and the HTML no markup but its own.
 */
export function disabledEndpointMail(disabled: DisabledEndpoint): MailDocument['message'] {
  const { organizationName, endpointId, url, reason, lastFailure } = disabled;
  const whose = organizationName === null ? '' : ` of ${toOneLine(organizationName)}`;
  const subject = 'A webhook endpoint was disabled';
  const paragraphs = [
    `Webhooks${whose} are no longer sent to ${new URL(url).host}. ${reasons[reason](lastFailure)}`,
    `Nothing is recorded for the endpoint until it is enabled again. An owner can do that, once it is repaired, by PATCH ` +
      `/webhook-endpoints/${endpointId} with {"enabled": true}. What was not delivered before can then be replayed for 30 days.`,
    'You get this mail because this address is among the notification addresses of your organization.',
  ];
  const body = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n');
  return {
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: toHtmlDocument({ title: subject, body }),
  };
}
