import { escapeHtml, renderPage } from './html-page.ts';
import type { ReceivedMail } from './received-mail.ts';

/** The list of all mails, the newest first. */
export function renderList(mails: readonly ReceivedMail[]): string {
  const rows = mails.toReversed().map(
    ({ number, receivedAt, subject, envelope }) =>
      `<tr><td><time datetime="${receivedAt.toISOString()}">${timeOf(receivedAt)}</time></td>
<td><a href="/mails/${number}">${escapeHtml(subject || '(no subject)')}</a></td>
<td>${escapeHtml(envelope.to.join(', '))}</td></tr>`,
  );
  const body =
    rows.length === 0
      ? '<p>No mail yet.</p>'
      : `<table><thead><tr><th>Received</th><th>Subject</th><th>For</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
  return renderPage(
    'Local mail',
    `<h1>Local mail</h1>
<p>What the mail server of this machine took. Nothing is delivered to anybody. Reload to see more.</p>
${body}`,
  );
}

/** One mail: as text, and as HTML in a light and in a dark mail program. */
export function renderMail(mail: ReceivedMail): string {
  const { number, subject, from, to, envelope, receivedAt, messageId, text } = mail;
  const rows = [
    ['From', from],
    ['To', to.join(', ')],
    ['Delivered to', envelope.to.join(', ')],
    ['Received', `${receivedAt.toISOString()}`],
    ['Message-ID', messageId],
  ].map(([name = '', value = '']) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`);
  const frames = (['light', 'dark'] as const).map(
    (scheme) =>
      `<div><h2>HTML, ${scheme}</h2>
<iframe class="${scheme}" title="The mail in a ${scheme} mail program" sandbox src="/mails/${number}/html?scheme=${scheme}"></iframe></div>`,
  );
  return renderPage(
    subject,
    `<p><a href="/">All mails</a></p>
<h1>${escapeHtml(subject)}</h1>
<table>${rows.join('\n')}</table>
<div class="both">${frames.join('\n')}</div>
<h2>Text</h2>
<pre>${escapeHtml(text)}</pre>
<p><a href="/mails/${number}/source">Source</a></p>`,
  );
}

function timeOf(date: Date): string {
  return date.toISOString().slice(11, 19);
}
