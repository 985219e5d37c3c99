import { describe, expect, it } from 'vitest';
import type { NoticedConnection } from '../../repositories/cross-tenant/notice.repository.ts';
import { noticeMailOf } from './notice-mail.ts';

const dashboardUrl = 'https://app.example.com/settings?tab=connections';
const connection = (change: Partial<NoticedConnection> = {}): NoticedConnection => ({
  integrationId: 'i1',
  provider: 'google_calendar',
  accountEmail: 'ada@northwind.example',
  since: new Date('2026-11-25T10:15:30.000Z'),
  ...change,
});

describe('the mail about connections', () => {
  it('names account and provider, says what to do, and links to the connection', () => {
    const mail = noticeMailOf({ organizationName: 'Northwind', connections: [connection()], dashboardUrl });
    expect(mail).toEqual({
      subject: 'A connection has to be authorized again',
      text: `The provider no longer accepts the authorization of this connection of Northwind:

- Google Calendar: ada@northwind.example (since 2026-11-25 10:15 UTC)
  https://app.example.com/settings?tab=connections&integrationId=i1

Until then, nothing can use them. To connect an account again, open its link, choose to reconnect, and sign in with the same account. An owner or administrator can do that.

You get this mail because this address is among the notification addresses of your organization.
`,
      html: expect.stringContaining(`<main>
<p>The provider no longer accepts the authorization of this connection of Northwind:</p>
<ul><li><a href="https://app.example.com/settings?tab=connections&amp;integrationId=i1">Google Calendar: ada@northwind.example</a> (since 2026-11-25 10:15 UTC)</li></ul>
<p>Until then, nothing can use them. To connect an account again, open its link, choose to reconnect, and sign in with the same account. An owner or administrator can do that.</p>
<p>You get this mail because this address is among the notification addresses of your organization.</p>
</main>`),
    });
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>@x', '&lt;img src=x onerror=alert(1)&gt;@x'],
    ['quotes', `"a"'b'&c`, '&quot;a&quot;&#39;b&#39;&amp;c'],
    ['line breaks', 'a\r\nBcc: everybody\u2028@x', 'a Bcc: everybody @x'],
    ['a turn of direction', 'a\u202egro.elpmaxe', 'a gro.elpmaxe'],
  ])('takes %s for text', (_what, hostile, shown) => {
    const { subject, text, html } = noticeMailOf({
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
    const { subject, text, html } = noticeMailOf({ organizationName: null, connections, dashboardUrl });
    expect(subject).toBe('60 connections have to be authorized again');
    expect(text.match(/@x\.example/g)).toHaveLength(25);
    expect(html.match(/<li>/g)).toHaveLength(25);
    expect(text).toContain(`And 35 more: ${dashboardUrl}`);
    expect(text).toContain('00@x.example');
    expect(text).not.toContain('25@x.example');
  });

  it('takes the colours of a light or a dark mail program, loads nothing and tells nobody that it was opened', () => {
    const { html } = noticeMailOf({
      organizationName: 'Northwind',
      connections: [connection()],
      dashboardUrl,
    });
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/#[0-9a-f]{3,8}\b|\brgb|background|[^-]color:|\bblack\b|\bwhite\b/i);
    expect(html).not.toMatch(/<(img|script|link|iframe)\b|url\(|@import|src=/i);
    expect(html.match(/https?:[^"<\s]+/g)).toEqual([
      'https://app.example.com/settings?tab=connections&amp;integrationId=i1',
    ]);
  });
});
