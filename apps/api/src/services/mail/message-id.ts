import { createHash } from 'node:crypto';
import type { MailSender } from '../../config/mail-config.ts';

/**
 * The Message-ID of a mail: the same for each attempt, so that whoever gets it twice can tell, and another one for the
 * mails of another deployment that sends from the same address (RFC 5322, section 3.6.4).
 * @param context.deployment a URL that no other deployment has.
 */
export function messageIdOf(
  mailId: string,
  { sender, deployment }: { sender: MailSender; deployment: string },
): string {
  const key = JSON.stringify([deployment, mailId]);
  const unique = createHash('sha256').update(key).digest('hex').slice(0, 40);
  return `<${unique}@${sender.address.slice(sender.address.lastIndexOf('@') + 1)}>`;
}
