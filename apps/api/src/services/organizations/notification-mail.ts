import { providerRegistry } from '../../providers/index.ts';
import { adviceOn } from '../../providers/reasons/reason-texts.ts';
import type { NotifiedConnection } from '../../repositories/cross-tenant/notification.repository.ts';
import type { MailDocument } from '../../repositories/organizations/notification.document.ts';
import { escapeHtml as escaped, toHtmlDocument } from '../mail/html-document.ts';
import { toOneLine } from '../mail/one-line.ts';

/** Connections that a mail names; the rest is a number. */
const maxList = 25;

/** What a mail is made of. */
export interface NotificationMailInput {
  organizationId: string;
  organizationName: string | null;
  connections: readonly NotifiedConnection[];
  /** The page of the dashboard that shows an organization's connections. */
  dashboardUrl: string;
}

/**
 * The mail about connections that have to be authorized again, or will have to be soon. Its subject holds nothing that anybody outside could have
 * written, the text no control characters, and the HTML no markup but its own.
 */
export function notificationMailOf({
  organizationId,
  organizationName,
  connections,
  dashboardUrl: url,
}: NotificationMailInput): MailDocument['message'] {
  // Whoever reads it may belong to several organizations.
  const dashboardUrl = withParameter(url, 'organization', organizationId);
  const sorted = [...connections].sort((one, other) => (sortKeyOf(one) < sortKeyOf(other) ? -1 : 1));
  const broken = sorted.filter(({ expiresAt }) => expiresAt === null);
  const expiring = sorted.filter(({ expiresAt }) => expiresAt !== null);
  const subject = broken.length > 0 ? brokenSubject(broken.length) : expiringSubject(expiring.length);
  const whose = organizationName === null ? '' : ` of ${toOneLine(organizationName)}`;
  const sections = [
    ...(broken.length === 0 ? [] : [sectionOf(brokenOpening(broken.length, whose), broken, dashboardUrl)]),
    ...(expiring.length === 0
      ? []
      : [sectionOf(expiringOpening(expiring.length, whose), expiring, dashboardUrl)]),
  ];
  const howTo =
    'To connect an account again, open its link, choose to reconnect, and sign in with the same account. An owner or administrator can do that.';
  const advice = `${untilThen(broken.length, expiring.length)} ${howTo}`;
  const closing =
    'You get this mail because this address is among the notification addresses of your organization.';

  const text = [...sections.flatMap((section) => section.text), advice, closing].join('\n\n');
  const html = [
    ...sections.flatMap((section) => section.html),
    `<p>${escaped(advice)}</p>`,
    `<p>${escaped(closing)}</p>`,
  ].join('\n');
  return { subject, text: `${text}\n`, html: toHtmlDocument({ title: subject, body: html }) };
}

function untilThen(broken: number, expiring: number): string {
  if (expiring === 0) {
    return 'Until then, nothing can use them.';
  }
  return broken === 0
    ? 'Until they end, they work as before.'
    : 'Until then, nothing can use those that are no longer accepted; the others work until they end.';
}

function brokenSubject(count: number): string {
  return count === 1
    ? 'A connection has to be authorized again'
    : `${count} connections have to be authorized again`;
}

function expiringSubject(count: number): string {
  return count === 1 ? 'A connection ends soon' : `${count} connections end soon`;
}

function brokenOpening(count: number, whose: string): string {
  return count === 1
    ? `The provider no longer accepts the authorization of this connection${whose}:`
    : `The providers no longer accept the authorizations of these ${count} connections${whose}:`;
}

function expiringOpening(count: number, whose: string): string {
  return count === 1
    ? `The authorization of this connection${whose} ends soon, unless it is given again:`
    : `The authorizations of these ${count} connections${whose} end soon, unless they are given again:`;
}

/** Connections under one sentence, as paragraphs. */
function sectionOf(opening: string, connections: readonly NotifiedConnection[], dashboardUrl: string) {
  const lines = connections.slice(0, maxList).map((connection) => toLine(connection, dashboardUrl));
  const more = connections.length - lines.length;
  return {
    text: [opening, lines.map(textOf).join('\n'), ...(more > 0 ? [`And ${more} more: ${dashboardUrl}`] : [])],
    html: [
      `<p>${escaped(opening)}</p>`,
      `<ul>${lines.map(htmlOf).join('')}</ul>`,
      ...(more > 0 ? [`<p>And <a href="${escaped(dashboardUrl)}">${more} more</a>.</p>`] : []),
    ],
  };
}

function toLine(connection: NotifiedConnection, dashboardUrl: string): NotificationLine {
  const { expiresAt, since } = connection;
  return {
    name: toOneLine(`${nameOf(connection.provider)}: ${connection.accountEmail}`),
    when: expiresAt ? `until ${formatDate(expiresAt)}` : `since ${formatDate(since)}`,
    url: withParameter(dashboardUrl, 'integrationId', connection.integrationId),
    why: connection.reason === null ? null : adviceOn(connection.reason),
    helpUrl: connection.helpUrl,
  };
}

/** One connection, ready to be written: `name`, `when` and `why` are text without markup. */
interface NotificationLine {
  name: string;
  when: string;
  url: string;
  why: string | null;
  helpUrl: string | null;
}

function textOf({ name, when, url, why, helpUrl }: NotificationLine): string {
  return [
    `- ${name} (${when})`,
    ...(why === null ? [] : [`  ${why}`]),
    ...(helpUrl === null ? [] : [`  About this: ${helpUrl}`]),
    `  ${url}`,
  ].join('\n');
}

function htmlOf({ name, when, url, why, helpUrl }: NotificationLine): string {
  const explained = why === null ? '' : `: ${escaped(why)}`;
  const help = helpUrl === null ? '' : ` <a href="${escaped(helpUrl)}">About this</a>`;
  return `<li><a href="${escaped(url)}">${escaped(name)}</a> (${escaped(when)})${explained}${help}</li>`;
}

function sortKeyOf({ provider, accountEmail, integrationId }: NotifiedConnection): string {
  return JSON.stringify([provider, accountEmail, integrationId]);
}

function withParameter(address: string, name: string, value: string): string {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url.href;
}

/** To the minute: `2026-11-25 10:15 UTC`. */
function formatDate(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function nameOf(provider: string): string {
  return providerRegistry.providers.get(provider)?.displayName ?? provider;
}
