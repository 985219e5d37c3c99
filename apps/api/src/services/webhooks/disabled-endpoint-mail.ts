import type { MailDocument } from '../../repositories/organizations/notice.document.ts';

/** Why an endpoint was disabled, for people. */
const reasons = {
  gone: 'The endpoint answered with the status 410 (Gone).',
  failing: 'Every delivery to the endpoint has failed for five days.',
} as const;

/**
 * The mail about an endpoint that was disabled. It names the host alone, which holds no markup and no secret.
 * @param url of the endpoint.
 */
export function disabledEndpointMail(url: string, reason: keyof typeof reasons): MailDocument['message'] {
  const paragraphs = [
    `Webhooks are no longer sent to ${new URL(url).host}. ${reasons[reason]}`,
    'To receive them again, repair the endpoint and enable it. Events of the last 30 days can be replayed from its ' +
      'deliveries. An owner can do that.',
    'You get this mail because this address is among the notification addresses of your organization.',
  ];
  return {
    subject: 'A webhook endpoint was disabled',
    text: `${paragraphs.join('\n\n')}\n`,
    html: `${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}\n`,
  };
}
