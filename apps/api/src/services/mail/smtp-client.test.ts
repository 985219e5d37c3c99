import {
  createLocalCertificate,
  type MailServer,
  type MailServerOptions,
  startMailServer,
} from '@klayim/local-mail';
import { afterEach, describe, expect, it } from 'vitest';
import type { SmtpConfig } from '../../config/mail-config.ts';
import { minuteMs } from '../../lib/duration.ts';
import { createSmtpClient, type OutgoingMail, smtpTimeouts } from './smtp-client.ts';

const certificate = createLocalCertificate();
const password = 'correct horse battery staple';
const credentials = { user: 'mailer', password };
const mail: OutgoingMail = {
  messageId: '<0123456789@example.com>',
  writtenAt: new Date('2026-01-01T10:20:00.000Z'),
  to: ['ada@northwind.example', 'ops@northwind.example'],
  recipients: ['ada@northwind.example', 'ops@northwind.example'],
  subject: 'Zwei Verbindungen, größer als eine',
  text: `Grüße\n.\n..two dots\n${'long '.repeat(300)}\n`,
  html: '<p>Grüße</p>\n',
};

describe('the SMTP client', () => {
  const servers: MailServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  async function start(options: MailServerOptions = {}): Promise<MailServer> {
    const server = await startMailServer(options);
    servers.push(server);
    return server;
  }
  const configOf = ({ port }: MailServer, change: Partial<SmtpConfig> = {}): SmtpConfig => ({
    host: '127.0.0.1',
    port,
    sender: { name: 'Klayim', address: 'notifications@example.com' },
    user: null,
    encryption: 'none',
    ...change,
  });
  const client = (given: string | null = password, trustedCertificates: string[] = [certificate.cert]) =>
    createSmtpClient({ password: () => given, timeouts: smtpTimeouts, trustedCertificates });

  it('hands a mail over unchanged, with its Message-ID, and without the name of the program that wrote it', async () => {
    const server = await start();
    await expect(client()(configOf(server), mail)).resolves.toEqual({
      accepted: [...mail.recipients],
      rejected: [],
      pending: [],
      response: '250',
      failure: null,
    });
    const [taken] = server.mails();
    expect(taken).toMatchObject({
      envelope: { from: 'notifications@example.com', to: mail.recipients },
      from: 'Klayim <notifications@example.com>',
      to: mail.to,
      subject: mail.subject,
      messageId: mail.messageId,
    });
    expect(taken?.html.trimEnd()).toBe(mail.html.trimEnd());
    expect(taken?.text.trimEnd()).toBe(mail.text.trimEnd());
    const names = taken?.headers.map(({ name }) => name).sort();
    expect(names).toEqual(
      [
        'from',
        'to',
        'subject',
        'message-id',
        'date',
        'auto-submitted',
        'mime-version',
        'content-type',
      ].sort(),
    );
    expect(taken?.headers.find(({ name }) => name === 'date')?.value).toBe('Thu, 01 Jan 2026 10:20:00 +0000');
  });

  it.each([
    ['STARTTLS', 'starttls'],
    ['TLS from the start', 'tls'],
  ] as const)('signs in and sends over %s', async (_what, encryption) => {
    const server = await start({ tls: { ...certificate, implicit: encryption === 'tls' }, credentials });
    const sent = await client()(configOf(server, { user: 'mailer', encryption }), mail);
    expect(sent.failure).toBeNull();
    expect(server.mails()).toMatchObject([{ user: 'mailer' }]);
  });

  it('sends nothing, not even the password, to a server without TLS', async () => {
    const server = await start({ credentials });
    const sent = await client()(configOf(server, { user: 'mailer', encryption: 'starttls' }), mail);
    expect(sent).toMatchObject({
      accepted: [],
      pending: mail.recipients,
      failure: { kind: 'misconfigured' },
    });
    expect(server.mails()).toEqual([]);
  });

  it('sends nothing to a server whose certificate is not trusted, or is for another name', async () => {
    const server = await start({ tls: certificate, credentials });
    const config = configOf(server, { user: 'mailer', encryption: 'starttls' });
    await expect(client(password, [])(config, mail)).resolves.toMatchObject({
      failure: { kind: 'misconfigured', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    const other = createLocalCertificate('smtp.example.com');
    const elsewhere = await start({ tls: other, credentials });
    await expect(
      client(password, [other.cert])({ ...config, port: elsewhere.port }, mail),
    ).resolves.toMatchObject({
      failure: { kind: 'misconfigured', code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(elsewhere.mails()).toEqual([]);
    expect(server.mails()).toEqual([]);
  });

  it.each([
    ['a wrong password', 'wrong', '535 5.7.8'],
    ['no password', null, 'NO_PASSWORD'],
  ])('keeps the mail for later after %s', async (_what, given, code) => {
    const server = await start({ credentials });
    const sent = await client(given)(configOf(server, { user: 'mailer' }), mail);
    expect(sent).toMatchObject({
      rejected: [],
      pending: mail.recipients,
      failure: { kind: 'misconfigured', code },
    });
  });

  it.each([
    ['greeting', '421 4.3.2 closing', 'temporary', '421 4.3.2'],
    ['sender', '451 4.3.0 later', 'temporary', '451 4.3.0'],
    ['recipient', '450 4.2.0 greylisted', 'temporary', '450 4.2.0'],
    ['data', '452 4.3.1 no room', 'temporary', '452 4.3.1'],
    ['sender', '553 5.7.1 not you', 'permanent', '553 5.7.1'],
    ['recipient', '550 5.1.1 unknown', 'permanent', '550 5.1.1'],
    ['data', '554 5.7.1 spam', 'permanent', '554 5.7.1'],
    ['greeting', 'drop', 'temporary', 'ECONNECTION'],
    ['recipient', 'drop', 'temporary', 'ECONNECTION'],
    ['data', 'drop', 'temporary', 'ECONNECTION'],
  ] as const)('tells what a server means that fails at %s with %s', async (at, answer, kind, code) => {
    const server = await start();
    server.failNext({ at, answer });
    const sent = await client()(configOf(server), mail);
    expect(sent).toMatchObject({ accepted: [], failure: { kind, code } });
    expect(sent[kind === 'permanent' ? 'rejected' : 'pending']).toEqual(mail.recipients);
    await expect(client()(configOf(server), mail)).resolves.toMatchObject({ failure: null });
  });

  it('tells apart recipients that are refused for now, for good and not at all', async () => {
    const server = await start();
    const to = ['a@x.example', 'b@x.example', 'c@x.example'];
    server.failNext({ at: 'recipient', answer: '450 4.2.0 later', recipients: ['b@x.example'] });
    await expect(client()(configOf(server), { ...mail, to, recipients: to })).resolves.toMatchObject({
      accepted: ['a@x.example', 'c@x.example'],
      rejected: [],
      pending: ['b@x.example'],
      failure: null,
    });
    server.failNext({ at: 'recipient', answer: '550 5.1.1 unknown', recipients: ['b@x.example'] });
    await expect(client()(configOf(server), { ...mail, to, recipients: to })).resolves.toMatchObject({
      accepted: ['a@x.example', 'c@x.example'],
      rejected: ['b@x.example'],
      pending: [],
    });
    const [, again] = server.mails();
    expect(again).toMatchObject({ to, envelope: { to: ['a@x.example', 'c@x.example'] } });
  });

  it.each(['greeting', 'sender', 'data'] as const)(
    'waits for a silent server (%s) only so long',
    async (at) => {
      const server = await start();
      server.failNext({ at, answer: 'hang' });
      const timeouts = { connectMs: 15_000, greetingMs: 200, silenceMs: 200, totalMs: minuteMs };
      const impatient = createSmtpClient({ password: () => null, timeouts });
      await expect(impatient(configOf(server), mail)).resolves.toMatchObject({
        pending: mail.recipients,
        failure: { kind: 'temporary', code: 'ETIMEDOUT' },
      });
    },
  );

  it('ends with the time for all of it, however patient it is with each answer', async () => {
    const server = await start();
    server.failNext({ at: 'data', answer: 'hang' });
    const timeouts = { ...smtpTimeouts, totalMs: 200 };
    const hurried = createSmtpClient({ password: () => null, timeouts });
    await expect(hurried(configOf(server), mail)).resolves.toMatchObject({
      failure: { kind: 'temporary', code: 'ETIMEDOUT' },
    });
  });

  it('says that nobody listens', async () => {
    const server = await start();
    const config = configOf(server);
    await server.stop();
    servers.length = 0;
    await expect(client()(config, mail)).resolves.toMatchObject({
      failure: { kind: 'temporary', code: 'ECONNREFUSED' },
    });
  });

  it('lets nobody add a header', async () => {
    const server = await start();
    const hostile = { ...mail, subject: 'A\r\nBcc: everybody@x.example\r\n\r\nbody' };
    await client()(configOf(server), hostile);
    const [taken] = server.mails();
    expect(taken?.envelope.to).toEqual(mail.recipients);
    expect(taken?.headers.map(({ name }) => name)).not.toContain('bcc');
  });
});
