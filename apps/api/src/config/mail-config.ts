import { isIP } from 'node:net';
import * as z from 'zod';

/** Who mails come from. */
export interface MailSender {
  /** Null: the address alone. */
  name: string | null;
  address: string;
}

/** The SMTP server that mails are handed to. Its password is no part of this: see {@link readSmtpPassword}. */
export interface SmtpConfig {
  host: string;
  port: number;
  sender: MailSender;
  /** Null: the server asks for no password, as a relay that knows our addresses. */
  user: string | null;
  /**
   * `tls`: from the start, on port 465. `starttls`: before anything is said, on the others. `none`: only for a server on
   * loopback while the functions run in the emulator.
   */
  encryption: 'tls' | 'starttls' | 'none';
}

const usualPort = 587;
const implicitTlsPort = 465;
/** Nothing that ends a line or a quoted string, or that could begin another address. */
const senderPattern =
  /^(?:([^<>"\\,;:@\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,100}?) *<([^<>]{3,320})>|([^<>]{3,320}))$/u;
const address = z.email().max(320);

const sender = z
  .string()
  .trim()
  .transform((text, context): MailSender => {
    const [, name, named, bare] = senderPattern.exec(text) ?? [];
    const parsed = address.safeParse(named ?? bare);
    if (!parsed.success) {
      context.addIssue('must be an address, or NAME <ADDRESS>');
      return z.NEVER;
    }
    return { name: name?.trim() || null, address: parsed.data };
  });

const host = z
  .string()
  .trim()
  .refine(
    (text) => isIP(text) !== 0 || isHostName(text),
    'must be the name of a server, without scheme or port',
  );

/** The variables of the deployment that mails are sent by. */
export const smtpVariables = {
  SMTP_HOST: host.optional(),
  SMTP_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'must be a port')
    .optional(),
  SMTP_SENDER: sender.optional(),
  SMTP_USER: z.string().trim().max(320).optional(),
};

const smtpSchema = z.object(smtpVariables);

/** A variable that is at fault, and what is wrong with it. */
export type VariableFault = readonly [variable: string, message: string];

/** What is missing from variables that are well formed. */
export function smtpFaults({
  SMTP_HOST,
  SMTP_SENDER,
  SMTP_USER,
}: z.infer<typeof smtpSchema>): VariableFault[] {
  if (SMTP_HOST !== undefined) {
    return SMTP_SENDER === undefined ? [['SMTP_SENDER', 'is needed when SMTP_HOST is set']] : [];
  }
  const idle = Object.entries({ SMTP_SENDER, SMTP_USER }).filter(([, value]) => value !== undefined);
  return idle.map(([name]) => [name, 'does nothing without SMTP_HOST'] as const);
}

/** @returns null when no server is configured: then this service sends no mails itself. */
export function toSmtpConfig(
  { SMTP_HOST, SMTP_PORT = usualPort, SMTP_SENDER, SMTP_USER }: z.infer<typeof smtpSchema>,
  environment: Readonly<Record<string, string | undefined>>,
): SmtpConfig | null {
  if (SMTP_HOST === undefined || SMTP_SENDER === undefined) {
    return null;
  }
  const isLocal =
    environment['FUNCTIONS_EMULATOR'] === 'true' && ['localhost', '127.0.0.1', '::1'].includes(SMTP_HOST);
  return {
    host: SMTP_HOST,
    port: SMTP_PORT,
    sender: SMTP_SENDER,
    user: SMTP_USER ?? null,
    encryption: isLocal ? 'none' : SMTP_PORT === implicitTlsPort ? 'tls' : 'starttls',
  };
}

/**
 * The password of the SMTP server, which only the function that sends is given.
 * @returns null when there is none.
 */
export function readSmtpPassword(environment: Readonly<Record<string, string | undefined>>): string | null {
  return environment['SMTP_PASSWORD'] || null;
}

function isHostName(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i.test(label));
}
