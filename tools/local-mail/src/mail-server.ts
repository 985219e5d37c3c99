import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { LocalCertificate } from './certificate.ts';
import { type ReceivedMail, readMail } from './received-mail.ts';
import { startMailPage } from './web-server.ts';

const HOST = '127.0.0.1';
/** Older mails are forgotten. */
const MAX_MAILS = 500;
const MAX_MAIL_BYTES = 1_000_000;

/** Where a server can fail: each stage is one answer that it owes. */
export type FaultStage = 'greeting' | 'auth' | 'sender' | 'recipient' | 'data';

/**
 * One thing that goes wrong, for one connection. An answer such as `451 4.3.0 later` refuses; `drop` breaks the connection
 * instead of answering; `hang` never answers. What is dropped or hangs at `data` has been taken: the mail is there.
 */
export interface Fault {
  readonly at: FaultStage;
  readonly answer: 'drop' | 'hang' | (string & {});
  /** At `recipient`: only these. Default: all. */
  readonly recipients?: readonly string[];
}

/** How to start a mail server. */
export interface MailServerOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** Port of the page that shows the mails; null for no page. Default: null. */
  readonly pagePort?: number | null;
  /** Who may send. Default: anybody. */
  readonly credentials?: { readonly user: string; readonly password: string } | null;
  /** Offers STARTTLS, or with `implicit` TLS from the start. Default: no encryption. */
  readonly tls?: (LocalCertificate & { readonly implicit?: boolean }) | null;
}

/** A real SMTP server on loopback that delivers nothing, and keeps what it takes. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** The page that shows the mails; null without one. */
  readonly pageUrl: string | null;
  /** What was taken, oldest first. */
  readonly mails: () => readonly ReceivedMail[];
  /** Waits until so many mails have been taken. */
  readonly waitForMails: (count: number) => Promise<readonly ReceivedMail[]>;
  /** Connections so far. */
  readonly connections: () => number;
  /** Faults for the connections to come, one each; then all goes well again. Null: all goes well. */
  readonly failNext: (...faults: readonly (Fault | null)[]) => void;
  /** Resolves when so many faults have happened. */
  readonly waitForFaults: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a mail server, and the page that shows its mails. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { credentials = null, tls = null, pagePort = null } = options;
  const mails: ReceivedMail[] = [];
  const planned: (Fault | null)[] = [];
  const bySession = new Map<string, Fault | null>();
  const sockets = new Set<Socket>();
  const changes = new EventTarget();
  let connections = 0;
  let faults = 0;
  let numbered = 0;

  /** @returns false when a fault has answered, or made sure that nobody does. */
  function passes(
    at: FaultStage,
    session: SMTPServerSession,
    { refuse, recipient }: { refuse: (error: Error) => void; recipient?: string },
  ): boolean {
    const fault = bySession.get(session.id);
    const isMeant =
      fault?.at === at && (recipient === undefined || (fault.recipients?.includes(recipient) ?? true));
    if (!isMeant) {
      return true;
    }
    if (fault.answer === 'drop') {
      [...sockets].find(({ remotePort }) => remotePort === session.remotePort)?.destroy();
    } else if (fault.answer !== 'hang') {
      refuse(answerOf(fault.answer));
    }
    faults += 1;
    changes.dispatchEvent(new Event('change'));
    return false;
  }

  const handlers: SMTPServerOptions = {
    onConnect(session, callback) {
      connections += 1;
      bySession.set(session.id, planned.shift() ?? null);
      if (passes('greeting', session, { refuse: callback })) {
        callback();
      }
    },
    onAuth({ username, password }, session, callback) {
      if (!passes('auth', session, { refuse: callback })) {
        return;
      }
      const isRight = username === credentials?.user && password === credentials?.password;
      callback(isRight ? null : answerOf('535 5.7.8 wrong user or password'), { user: username });
    },
    onMailFrom(_address, session, callback) {
      if (passes('sender', session, { refuse: callback })) {
        callback();
      }
    },
    onRcptTo({ address }, session, callback) {
      if (passes('recipient', session, { refuse: callback, recipient: address })) {
        callback();
      }
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const answer = async () => {
          if (stream.sizeExceeded) {
            callback(answerOf('552 5.3.4 too large'));
            return;
          }
          const fault = bySession.get(session.id);
          const isTaken = fault?.at !== 'data' || fault.answer === 'drop' || fault.answer === 'hang';
          if (isTaken) {
            await take(Buffer.concat(chunks), session);
          }
          if (passes('data', session, { refuse: callback })) {
            callback(null, 'taken');
          }
        };
        answer().catch(callback);
      });
    },
    onClose(session) {
      bySession.delete(session.id);
    },
  };

  async function take(source: Buffer, { envelope, user }: SMTPServerSession): Promise<void> {
    numbered += 1;
    const mail = await readMail(source, {
      number: numbered,
      receivedAt: new Date(),
      envelope: {
        from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
      },
      user: typeof user === 'string' ? user : null,
    });
    mails.push(mail);
    mails.splice(0, Math.max(0, mails.length - MAX_MAILS));
    changes.dispatchEvent(new Event('change'));
  }

  const smtp = new SMTPServer({
    ...handlers,
    logger: false,
    banner: 'local mail server: nothing is delivered',
    size: MAX_MAIL_BYTES,
    authOptional: credentials === null,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: [
      ...(tls === null || tls.implicit ? ['STARTTLS'] : []),
      ...(credentials === null ? ['AUTH'] : []),
    ],
    closeTimeout: 0,
    ...(tls !== null && { secure: tls.implicit ?? false, key: tls.key, cert: tls.cert }),
  });
  // A client that goes away in the middle is no fault of the server.
  smtp.on('error', () => {});
  smtp.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject);
    smtp.listen(options.port ?? 0, HOST, resolve);
  });
  const page =
    pagePort === null ? null : await startMailPage({ host: HOST, port: pagePort, mails: () => mails });

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise((resolve) => changes.addEventListener('change', resolve, { once: true }));
    }
  }

  return {
    host: HOST,
    port: (smtp.server.address() as AddressInfo).port,
    pageUrl: page?.url ?? null,
    mails: () => mails,
    async waitForMails(count) {
      await until(() => numbered >= count && mails.length >= Math.min(count, MAX_MAILS));
      return mails;
    },
    connections: () => connections,
    failNext: (...next) => {
      planned.push(...next);
    },
    waitForFaults: (count) => until(() => faults >= count),
    async stop() {
      for (const socket of sockets) {
        socket.destroy();
      }
      await new Promise<void>((resolve) => smtp.close(resolve));
      await page?.stop();
    },
  };
}

/** `451 4.3.0 later` as the library wants it. */
function answerOf(answer: string): Error {
  const [, code, text] = /^(\d{3}) (.+)$/s.exec(answer) ?? [];
  return Object.assign(new Error(text ?? answer), { responseCode: Number(code ?? 451) });
}
