import type { MailSender, SmtpConfig } from '../../config/mail-config.ts';
import { minuteMs } from '../../lib/duration.ts';
import { describeSmtpFailure, type SmtpFailure, smtpCodeOf } from './smtp-failure.ts';

/** How long a server may take, in milliseconds. */
export interface SmtpTimeouts {
  /** To be found and connected to. */
  connectMs: number;
  /** To greet, and to agree on TLS. */
  greetingMs: number;
  /** To answer a command. */
  silenceMs: number;
  /** For everything together: a server that answers a byte now and then ends here. */
  totalMs: number;
}

/** What a server of the internet gets. All of it is less than an attempt may take: see attempt-timing.ts. */
export const smtpTimeouts: SmtpTimeouts = {
  connectMs: 15_000,
  greetingMs: 15_000,
  silenceMs: 30_000,
  totalMs: minuteMs,
};

/** One mail, as it goes out. */
export interface OutgoingMail {
  messageId: string;
  writtenAt: Date;
  /** Who the mail names as its recipients. */
  to: readonly string[];
  /** Who is still to get it: some of `to`. */
  recipients: readonly string[];
  subject: string;
  text: string;
  html: string;
}

/** What the server said of each recipient; `failure` unless it took the mail for at least one. */
export interface SendResult {
  accepted: string[];
  rejected: string[];
  pending: string[];
  /** The code of its last answer. */
  response: string | null;
  failure: SmtpFailure | null;
}

/** Hands one mail to the server. It never throws for what the server or the network does. */
export type SendMail = (config: SmtpConfig, mail: OutgoingMail) => Promise<SendResult>;

export interface SmtpClientDependencies {
  /** Null: none was given. */
  password: () => string | null;
  timeouts: SmtpTimeouts;
  /** Certificates in PEM that are trusted beside those that Node knows. Default: none. */
  trustedCertificates?: readonly string[];
}

/**
 * Makes the SMTP client. Each mail has a connection of its own: without encryption by a certificate that is valid for the
 * server's name, no password and no mail is sent.
 * @see https://nodemailer.com/smtp
 */
export function createSmtpClient({
  password,
  timeouts,
  trustedCertificates,
}: SmtpClientDependencies): SendMail {
  function transportOptions({ host, port, user, sender, encryption }: SmtpConfig, pass: string | null) {
    return {
      host,
      port,
      secure: encryption === 'tls',
      requireTLS: encryption !== 'none',
      ignoreTLS: encryption === 'none',
      tls: { minVersion: 'TLSv1.2' as const, ...(trustedCertificates && { ca: [...trustedCertificates] }) },
      ...(user !== null && pass !== null && { auth: { user, pass }, forceAuth: true }),
      // Relays that know their clients by domain ask for it here.
      name: domainOf(sender),
      dnsTimeout: timeouts.connectMs,
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.greetingMs,
      socketTimeout: timeouts.silenceMs,
      maxResponseSize: 16_384,
      // Never log the wire: it holds the password.
      logger: false,
      debug: false,
      transactionLog: false,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
  }

  return async function sendMail(config, mail) {
    const pass = config.user === null ? null : password();
    if (config.user !== null && pass === null) {
      return failed(mail, { kind: 'misconfigured', code: 'NO_PASSWORD' });
    }
    // Only the function that sends ever loads it.
    const { createTransport } = await import('nodemailer');
    try {
      const sent = await createTransport(transportOptions(config, pass)).sendMail({
        ...messageOf(config.sender, mail),
        signal: AbortSignal.timeout(timeouts.totalMs),
      });
      const { rejected, pending } = splitRefused(sent.rejectedErrors ?? []);
      return {
        accepted: [...sent.accepted],
        rejected,
        pending,
        response: smtpCodeOf(sent.response),
        failure: null,
      };
    } catch (error) {
      return failed(mail, describeSmtpFailure(error), refusedRecipients(error));
    }
  };
}

function messageOf(sender: MailSender, mail: OutgoingMail) {
  return {
    from: { name: sender.name ?? '', address: sender.address },
    to: [...mail.to],
    envelope: { from: sender.address, to: [...mail.recipients] },
    messageId: mail.messageId,
    date: mail.writtenAt,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    // Never reply to automatic answers (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false as const,
  };
}

/** No recipient got it. A recipient that was refused has its own answer; the others share the mail's. */
function failed(
  { recipients }: OutgoingMail,
  failure: SmtpFailure,
  refused: readonly RefusedRecipient[] = [],
): SendResult {
  if (failure.kind === 'misconfigured') {
    return { accepted: [], rejected: [], pending: [...recipients], response: null, failure };
  }
  const { rejected, pending } = splitRefused(refused);
  const rest = recipients.filter((one) => !rejected.includes(one) && !pending.includes(one));
  const lists =
    failure.kind === 'permanent'
      ? { rejected: [...rejected, ...rest], pending }
      : { rejected, pending: [...pending, ...rest] };
  // Who was refused for now may be taken later, whatever was said of the others.
  const kind = lists.pending.length > 0 ? 'temporary' : 'permanent';
  return { accepted: [], ...lists, response: null, failure: { ...failure, kind } };
}

/** As far as it is read, what the library says of one recipient. */
interface RefusedRecipient {
  recipient?: string | undefined;
  permanent?: boolean | undefined;
}

function splitRefused(refused: readonly RefusedRecipient[]): Pick<SendResult, 'rejected' | 'pending'> {
  const named = refused.flatMap(({ recipient, permanent }) =>
    recipient === undefined ? [] : [{ recipient, isForGood: permanent === true }],
  );
  const those = (isForGood: boolean) =>
    named.filter((one) => one.isForGood === isForGood).map(({ recipient }) => recipient);
  return { rejected: those(true), pending: those(false) };
}

function refusedRecipients(error: unknown): readonly RefusedRecipient[] {
  const hasList = error instanceof Error && 'rejectedErrors' in error && Array.isArray(error.rejectedErrors);
  return hasList ? (error.rejectedErrors as RefusedRecipient[]) : [];
}

function domainOf({ address }: MailSender): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
