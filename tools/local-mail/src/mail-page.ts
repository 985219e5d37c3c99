import type { ReceivedMail } from './received-mail.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #8884; overflow-wrap: anywhere; }
th { font-weight: 600; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8886; border-radius: .4rem; padding: .75rem; }
iframe { width: 100%; height: 26rem; border: 1px solid #8886; border-radius: .4rem; background: Canvas; }
.both { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
.light { color-scheme: light; } .dark { color-scheme: dark; }
a { color: LinkText; }
:focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; }`;

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
  return page(
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
  return page(
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

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>
${body}
</main></body>
</html>
`;
}

/** Text → text that is safe between tags and inside double quotes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
