import { createTransport } from 'nodemailer';
import { afterEach, expect, it } from 'vitest';
import { type MailServer, type MailServerOptions, startMailServer } from './index.ts';

const servers: MailServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(options: MailServerOptions = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}
const send = ({ host, port }: MailServer, subject = 'Hello', html = '<p>html</p>') =>
  createTransport({ host, port, ignoreTLS: true }).sendMail({
    from: 'Klayim <notifications@example.com>',
    to: 'ada@northwind.example',
    subject,
    text: 'text & <b>',
    html,
  });

it('keeps what it takes, and shows it on a page that runs nothing', async () => {
  const server = await start({ pagePort: 0 });
  await send(server, '<script>alert(1)</script>', '<script>alert(2)</script><p>html</p>');
  const [mail] = await server.waitForMails(1);
  expect(mail).toMatchObject({
    number: 1,
    envelope: { from: 'notifications@example.com', to: ['ada@northwind.example'] },
    from: 'Klayim <notifications@example.com>',
    subject: '<script>alert(1)</script>',
  });
  const get = async (path: string) => {
    const response = await fetch(`${server.pageUrl}${path}`);
    return { text: await response.text(), policy: response.headers.get('content-security-policy') };
  };
  for (const path of ['/', '/mails/1']) {
    const { text, policy } = await get(path);
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script');
    expect(policy).toContain("default-src 'none'");
  }
  expect((await get('/mails/1')).text).toContain('text &amp; &lt;b&gt;');
  const html = await get('/mails/1/html?scheme=dark');
  expect(html.text).toContain('<p>html</p>');
  expect(html.policy).toMatch(/default-src 'none'.*sandbox/);
  expect((await get('/mails/1/source')).text).toContain('Subject: <script>');
  expect(JSON.parse((await get('/mails.json')).text)).toHaveLength(1);
  await expect(fetch(`${server.pageUrl}/mails/2`)).resolves.toMatchObject({ status: 404 });
});

it('fails as it is told to, one connection for each fault', async () => {
  const server = await start();
  server.failNext({ at: 'data', answer: '451 4.3.0 later' }, null, { at: 'data', answer: 'drop' });
  await expect(send(server)).rejects.toMatchObject({ responseCode: 451 });
  expect(server.mails()).toEqual([]);
  await send(server);
  await expect(send(server)).rejects.toMatchObject({ code: 'ECONNECTION' });
  // It took the mail, and nobody was told.
  expect(server.mails()).toHaveLength(2);
  await server.waitForFaults(2);
  expect(server.connections()).toBe(3);
});
