import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderList, renderMail } from './mail-page.ts';
import type { ReceivedMail } from './received-mail.ts';

/** A page on loopback that shows what a mail server took. */
export interface MailPage {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** What the pages load: their own style, and a mail in a frame. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'";
/** A mail runs nothing and loads nothing, as in a careful mail program. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

/** Starts the page. Every answer is made of what there is at that moment. */
export async function startMailPage({
  host,
  port,
  mails,
}: {
  host: string;
  port: number;
  mails: () => readonly ReceivedMail[];
}): Promise<MailPage> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    if (pathname === '/') {
      return send(response, { body: renderList(mails()), policy: PAGE_POLICY });
    }
    if (pathname === '/mails.json') {
      return send(response, { body: JSON.stringify(mails()), type: 'application/json', policy: PAGE_POLICY });
    }
    const [, number, part] = /^\/mails\/(\d{1,9})(\/html|\/source)?$/.exec(pathname) ?? [];
    const mail = mails().find((one) => one.number === Number(number));
    if (!mail) {
      return send(response, { status: 404, body: 'There is nothing here.', type: 'text/plain' });
    }
    if (part === '/html') {
      return send(response, { body: inScheme(mail.html, searchParams.get('scheme')), policy: MAIL_POLICY });
    }
    return part === '/source'
      ? send(response, { body: mail.source, type: 'text/plain' })
      : send(response, { body: renderMail(mail), policy: PAGE_POLICY });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Shows a mail as a mail program does that is set to light or dark; as the system says without one. */
function inScheme(html: string, scheme: string | null): string {
  return scheme === 'light' || scheme === 'dark' ? html.replaceAll('light dark', scheme) : html;
}

function send(
  response: ServerResponse,
  {
    status = 200,
    body,
    type = 'text/html',
    policy = PAGE_POLICY,
  }: { status?: number; body: string; type?: string; policy?: string },
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
