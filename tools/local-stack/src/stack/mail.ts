import { randomBytes } from 'node:crypto';
import { type MailServer, startMailServer } from '@klayim/local-mail';
import { StackError, sentenceOf } from '../stack-error.ts';
import type { Ports } from './ports.ts';

/** The mail server of a run, and what the functions need to send through it. */
export interface StackMail {
  readonly server: MailServer;
  /** The page that shows what was sent. */
  readonly pageUrl: string;
  readonly password: string;
  /** The variables of the functions; the password is a secret. */
  readonly variables: Readonly<Record<string, string>>;
}

const user = 'klayim';

/**
 * Starts the mail server, with a password that is made for this run.
 *
 * @throws {StackError} when it cannot be started.
 */
export async function startMail({ smtp, mailPage }: Ports): Promise<StackMail> {
  const password = randomBytes(24).toString('base64url');
  try {
    const server = await startMailServer({
      port: smtp,
      pagePort: mailPage,
      credentials: { user: user, password },
    });
    return {
      server,
      pageUrl: server.pageUrl ?? '',
      password,
      variables: {
        SMTP_HOST: server.host,
        SMTP_PORT: String(server.port),
        SMTP_SENDER: 'Klayim <notifications@klayim.example>',
        SMTP_USER: user,
      },
    };
  } catch (error) {
    throw new StackError(`The mail server does not start: ${sentenceOf(error)}`, { cause: error });
  }
}
