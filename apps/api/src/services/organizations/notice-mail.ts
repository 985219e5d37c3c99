import { providerCatalog } from '../../providers/index.ts';
import type { NoticedConnection } from '../../repositories/cross-tenant/notice.repository.ts';
import type { MailDocument } from '../../repositories/organizations/notice.document.ts';
import { escapeHtml as escaped, toHtmlDocument } from '../mail/html-document.ts';

/** Connections that a mail names; the rest is a number. */
const maxList = 25;

/** What a mail is made of. */
export interface NoticeMailInput {
  organizationName: string | null;
  connections: readonly NoticedConnection[];
  /** The page of the dashboard that shows an organization's connections. */
  dashboardUrl: string;
}

/**
 * The mail about connections that have to be authorized again. Its subject holds nothing that anybody outside could have
 * written, the text no control characters, and the HTML no markup but its own.
 */
export function noticeMailOf({
  organizationName,
  connections,
  dashboardUrl,
}: NoticeMailInput): MailDocument['message'] {
  const count = connections.length;
  const subject =
    count === 1
      ? 'A connection has to be authorized again'
      : `${count} connections have to be authorized again`;
  const sorted = [...connections].sort((one, other) => (sortKeyOf(one) < sortKeyOf(other) ? -1 : 1));
  const lines = sorted.slice(0, maxList).map((connection) => ({
    name: plain(`${providerCatalog[connection.provider].displayName}: ${connection.accountEmail}`),
    since: instantOf(connection.since),
    url: urlOf(dashboardUrl, connection.integrationId),
  }));
  const whose = organizationName === null ? '' : ` of ${plain(organizationName)}`;
  const opening =
    count === 1
      ? `The provider no longer accepts the authorization of this connection${whose}:`
      : `The providers no longer accept the authorizations of these ${count} connections${whose}:`;
  const more = count > lines.length ? `And ${count - lines.length} more: ${dashboardUrl}` : null;
  const advice =
    'Until then, nothing can use them. To connect an account again, open its link, choose to reconnect, and sign in ' +
    'with the same account. An owner or administrator can do that.';
  const closing =
    'You get this mail because this address is among the notification addresses of your organization.';

  const text = [
    opening,
    lines.map(({ name, since, url }) => `- ${name} (since ${since})\n  ${url}`).join('\n'),
    ...(more === null ? [] : [more]),
    advice,
    closing,
  ].join('\n\n');
  const items = lines.map(
    ({ name, since, url }) =>
      `<li><a href="${escaped(url)}">${escaped(name)}</a> (since ${escaped(since)})</li>`,
  );
  const html = [
    `<p>${escaped(opening)}</p>`,
    `<ul>${items.join('')}</ul>`,
    ...(more === null
      ? []
      : [`<p>And <a href="${escaped(dashboardUrl)}">${count - lines.length} more</a>.</p>`]),
    `<p>${escaped(advice)}</p>`,
    `<p>${escaped(closing)}</p>`,
  ].join('\n');
  return { subject, text: `${text}\n`, html: toHtmlDocument({ title: subject, body: html }) };
}

function sortKeyOf({ provider, accountEmail, integrationId }: NoticedConnection): string {
  return JSON.stringify([provider, accountEmail, integrationId]);
}

function urlOf(dashboardUrl: string, integrationId: string): string {
  const url = new URL(dashboardUrl);
  url.searchParams.set('integrationId', integrationId);
  return url.href;
}

/** To the minute: `2026-11-25 10:15 UTC`. */
function instantOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** One line: what could break it, or turn the direction of what follows, becomes a space. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
