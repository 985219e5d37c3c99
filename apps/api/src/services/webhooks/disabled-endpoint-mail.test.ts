import { webhookFailureSchema } from '@klayim/shared/schemas';
import { describe, expect, it } from 'vitest';
import { disabledEndpointMail } from './disabled-endpoint-mail.ts';

const disabled = {
  organizationName: 'Northwind',
  endpointId: 'endpoint-1',
  url: 'https://hooks.example.com/klayim?key=a-secret',
  reason: 'failing',
  lastFailure: 'timeout',
} as const;

describe('the mail about a disabled webhook endpoint', () => {
  it('says whose it is, why, what is lost and what to do', () => {
    expect(disabledEndpointMail(disabled)).toEqual({
      subject: 'A webhook endpoint was disabled',
      text: `Webhooks of Northwind are no longer sent to hooks.example.com. Every delivery to it has failed for five days; the last one because it did not answer within 10 seconds.

Nothing is recorded for the endpoint until it is enabled again. An owner can do that, once it is repaired, by PATCH /webhook-endpoints/endpoint-1 with {"enabled": true}. What was not delivered before can then be replayed for 30 days.

You get this mail because this address is among the notification addresses of your organization.
`,
      html: expect.stringMatching(
        /^<!doctype html>[\s\S]*color-scheme[\s\S]*<main>\n<p>Webhooks of Northwind are/,
      ),
    });
  });

  it('holds no secret of the URL, no markup of others, and breaks no line for them', () => {
    const mail = disabledEndpointMail({
      ...disabled,
      organizationName: '<b>Evil</b>\r\n\u202ecorp\u2028',
      reason: 'gone',
    });
    expect(JSON.stringify(mail)).not.toMatch(/a-secret|klayim\?/);
    expect(mail.html).toContain('Webhooks of &lt;b&gt;Evil&lt;/b&gt; corp are');
    expect(mail.html).not.toContain('<b>');
    expect(mail.text).toMatch(/^Webhooks of <b>Evil<\/b> corp are no longer sent/);
  });

  it.each(webhookFailureSchema.options)('has words for every failure (%s)', (lastFailure) => {
    expect(disabledEndpointMail({ ...disabled, lastFailure }).text).toMatch(/; the last one because it[s ]/);
  });
});
