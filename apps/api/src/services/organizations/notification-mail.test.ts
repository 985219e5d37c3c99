import { describe, expect, it } from 'vitest';
import type { NotifiedConnection } from '../../repositories/cross-tenant/notification.repository.ts';
import { notificationMailOf } from './notification-mail.ts';

const dashboardUrl = 'https://app.example.com/settings?tab=connections';
const ofOrganization = `${dashboardUrl}&organization=northwind`;
const connection = (change: Partial<NotifiedConnection> = {}): NotifiedConnection => ({
  integrationId: 'i1',
  provider: 'google_calendar',
  accountEmail: 'ada@northwind.example',
  since: new Date('2026-11-25T10:15:30.000Z'),
  reason: 'password_changed',
  expiresAt: null,
  helpUrl: null,
  ...change,
});

describe('the mail about connections', () => {
  it('names account and provider, says what to do, and links to the connection', () => {
    const mail = notificationMailOf({
      organizationId: 'northwind',
      organizationName: 'Northwind',
      connections: [connection()],
      dashboardUrl,
    });
    expect(mail).toEqual({
      subject: 'A connection has to be authorized again',
      text: `The provider no longer accepts the authorization of this connection of Northwind:

- Google Calendar: ada@northwind.example (since 2026-11-25 10:15 UTC)
  The account's password was changed, or all of its sessions were ended. Connect the account again.
  https://app.example.com/settings?tab=connections&organization=northwind&integrationId=i1

Until then, nothing can use them. To connect an account again, open its link, choose to reconnect, and sign in with the same account. An owner or administrator can do that.

You get this mail because this address is among the notification addresses of your organization.
`,
      html: expect.stringContaining(`<main>
<p>The provider no longer accepts the authorization of this connection of Northwind:</p>
<ul><li><a href="https://app.example.com/settings?tab=connections&amp;organization=northwind&amp;integrationId=i1">Google Calendar: ada@northwind.example</a> (since 2026-11-25 10:15 UTC): The account&#39;s password was changed, or all of its sessions were ended. Connect the account again.</li></ul>
<p>Until then, nothing can use them. To connect an account again, open its link, choose to reconnect, and sign in with the same account. An owner or administrator can do that.</p>
<p>You get this mail because this address is among the notification addresses of your organization.</p>
</main>`),
    });
  });

  it('links to the provider’s page about the reason, and says nothing where no reason is known', () => {
    const helpUrl = 'https://learn.microsoft.com/entra/identity-platform/refresh-tokens';
    const connections = [
      connection({ integrationId: 'known', reason: 'idle_too_long', helpUrl }),
      connection({ integrationId: 'marked', reason: null }),
    ];
    const { text, html } = notificationMailOf({
      organizationId: 'northwind',
      organizationName: null,
      connections,
      dashboardUrl,
    });
    expect(text).toContain(
      `  The connection was not used for so long that the provider ended it. Connect the account again.\n  About this: ${helpUrl}\n  ${ofOrganization}&integrationId=known`,
    );
    expect(text).toContain(`(since 2026-11-25 10:15 UTC)\n  ${ofOrganization}&integrationId=marked`);
    expect(html).toContain(`<a href="${helpUrl}">About this</a></li>`);
    expect(html).toContain('(since 2026-11-25 10:15 UTC)</li>');
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>@x', '&lt;img src=x onerror=alert(1)&gt;@x'],
    ['quotes', `"a"'b'&c`, '&quot;a&quot;&#39;b&#39;&amp;c'],
    ['line breaks', 'a\r\nBcc: everybody\u2028@x', 'a Bcc: everybody @x'],
    ['a turn of direction', 'a\u202egro.elpmaxe', 'a gro.elpmaxe'],
  ])('takes %s for text', (_what, hostile, shown) => {
    const { subject, text, html } = notificationMailOf({
      organizationId: 'northwind',
      organizationName: hostile,
      connections: [connection({ accountEmail: hostile })],
      dashboardUrl,
    });
    expect(subject).toBe('A connection has to be authorized again');
    expect(
      html
        .match(/<\/?[a-z]+/g)
        ?.filter((tag) => !/^<\/?(html|head|meta|title|style|body|main|p|ul|li|a)$/.test(tag)),
    ).toEqual([]);
    expect(html.split(shown)).toHaveLength(3);
    expect(text).not.toMatch(/\r|\u2028|\u202e/);
    expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
  });

  it('is of many connections, and names the first', () => {
    const connections = Array.from({ length: 60 }, (_, index) =>
      connection({ integrationId: `i${index}`, accountEmail: `${String(index).padStart(2, '0')}@x.example` }),
    );
    const { subject, text, html } = notificationMailOf({
      organizationId: 'northwind',
      organizationName: null,
      connections,
      dashboardUrl,
    });
    expect(subject).toBe('60 connections have to be authorized again');
    expect(text.match(/@x\.example/g)).toHaveLength(25);
    expect(html.match(/<li>/g)).toHaveLength(25);
    expect(text).toContain(`And 35 more: ${ofOrganization}`);
    expect(text).toContain('00@x.example');
    expect(text).not.toContain('25@x.example');
  });

  it('follows a light or dark mail program, loads nothing and tells nobody that it was opened', () => {
    const { html } = notificationMailOf({
      organizationId: 'northwind',
      organizationName: 'Northwind',
      connections: [connection()],
      dashboardUrl,
    });
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/#[0-9a-f]{3,8}\b|\brgb|background|[^-]color:|\bblack\b|\bwhite\b/i);
    expect(html).not.toMatch(/<(img|script|link|iframe)\b|url\(|@import|src=/i);
    expect(html.match(/https?:[^"<\s]+/g)).toEqual([
      'https://app.example.com/settings?tab=connections&amp;organization=northwind&amp;integrationId=i1',
    ]);
  });
});

describe('the mail about connections that end soon', () => {
  const ending = connection({
    integrationId: 'i2',
    provider: 'microsoft_calendar',
    reason: null,
    expiresAt: new Date('2026-12-02T08:00:00.000Z'),
  });

  it('says until when each works, and how to keep it', () => {
    const mail = notificationMailOf({
      organizationId: 'northwind',
      organizationName: null,
      connections: [ending],
      dashboardUrl,
    });
    expect(mail.subject).toBe('A connection ends soon');
    expect(mail.text).toContain(
      'The authorization of this connection ends soon, unless it is given again:\n\n- Microsoft Calendar: ada@northwind.example (until 2026-12-02 08:00 UTC)',
    );
    expect(mail.text).toContain('Until they end, they work as before. To connect an account again');
  });

  it('comes after those that are broken already', () => {
    const connections = [ending, connection()];
    const { subject, text } = notificationMailOf({
      organizationId: 'northwind',
      organizationName: null,
      connections,
      dashboardUrl,
    });
    expect(subject).toBe('A connection has to be authorized again');
    expect(text.indexOf('no longer accepts')).toBeLessThan(text.indexOf('ends soon'));
    expect(text).toContain(
      'nothing can use those that are no longer accepted; the others work until they end.',
    );
  });
});
