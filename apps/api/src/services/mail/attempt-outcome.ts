import type { AttemptOutcome, ClaimedMail } from '../../repositories/cross-tenant/mail-outbox.repository.ts';
import type { MailDeliveryInfo } from '../../repositories/mail/mail.document.ts';
import { maxAttempts, retryAfterMs } from './attempt-timing.ts';
import type { SendResult } from './smtp-client.ts';

/**
 * Pure: what an attempt came to, from what the server said of each recipient. Recipients that it refused for now are tried
 * again, alone; those that it took never get the mail again for another one's sake.
 */
export function decideOutcome(
  { attempt, info }: Pick<ClaimedMail, 'attempt' | 'info'>,
  messageId: string,
  { failure, ...result }: SendResult,
): AttemptOutcome {
  const accepted = [...(info?.accepted ?? []), ...result.accepted];
  const rejected = [...(info?.rejected ?? []), ...result.rejected];
  const { pending, response } = result;
  const error = failure?.code ?? 'recipients refused';
  if (pending.length > 0 && attempt < maxAttempts) {
    const waiting: MailDeliveryInfo = { messageId, accepted, rejected, pending, response };
    return { state: 'RETRY', error, info: waiting, retryAfterMs: retryAfterMs(attempt) };
  }
  const settled: MailDeliveryInfo = {
    messageId,
    accepted,
    rejected: [...rejected, ...pending],
    pending: [],
    response,
  };
  return accepted.length > 0 ? { state: 'SUCCESS', info: settled } : { state: 'ERROR', error, info: settled };
}
