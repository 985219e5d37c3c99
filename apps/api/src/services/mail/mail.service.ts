import { createHash } from 'node:crypto';
import pMap, { pMapSkip } from 'p-map';
import type { Config } from '../../config/config.ts';
import type { SmtpConfig } from '../../config/mail-config.ts';
import { createBackoff } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/clock.ts';
import { hourMs } from '../../lib/duration.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import { type Metrics, noMetrics } from '../../lib/metrics.ts';
import type {
  AttemptOutcome,
  ClaimedMail,
  DueMail,
  MailOutboxRepository,
} from '../../repositories/cross-tenant/mail-outbox.repository.ts';
import type { Enqueue } from '../../tasks/define-task-queue.ts';
import type { MailTask } from '../../tasks/mail.queue.ts';
import { decideOutcome } from './attempt-outcome.ts';
import { attemptTiming, maxAttemptMs } from './attempt-timing.ts';
import { messageIdOf } from './message-id.ts';
import type { SendMail, SendResult } from './smtp-client.ts';

/** Tasks that are put on the queue at once. */
const enqueueConcurrency = 8;

export interface MailDependencies {
  mailOutboxRepository: MailOutboxRepository;
  config: () => Pick<Config, 'smtp' | 'publicBaseUrl'>;
  sendMail: SendMail;
  enqueueMail: Enqueue<MailTask>;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
  /** A number in [0, 1). */
  random: () => number;
  logger: Logger;
  /** Default: nothing is measured. */
  metrics?: Metrics | undefined;
}

/**
 * Sends the mails that wait in the database, if an SMTP server is configured. A mail is sent once; a process that dies
 * after the server took it and before that is written down has it sent once more, under the same Message-ID.
 */
export function createMailService(dependencies: MailDependencies) {
  const { mailOutboxRepository, config, sendMail, enqueueMail, clock, sleep, random, logger } = dependencies;
  const { metrics = noMetrics } = dependencies;
  const report = createMailReport(logger, metrics);

  async function attempt(mail: ClaimedMail, smtp: SmtpConfig): Promise<AttemptOutcome> {
    const { content, info, mailId } = mail;
    if (!content) {
      return { state: 'ERROR', error: 'malformed', info };
    }
    const messageId = messageIdOf(mailId, { sender: smtp.sender, deployment: config().publicBaseUrl });
    const { to, message } = content;
    const result = await sendMail(smtp, {
      ...message,
      to,
      // Whatever is stored as pending, the mail goes to its recipients only.
      recipients: info ? to.filter((one) => info.pending.includes(one)) : to,
      messageId,
      writtenAt: new Date(mail.writtenAtMs),
    });
    if (result.failure?.kind === 'misconfigured') {
      const { code } = result.failure;
      logger.error('The mail server refuses this service', { event: 'mail.misconfigured', smtpCode: code });
    }
    report.refused(mail, result);
    return decideOutcome(mail, messageId, result);
  }

  /** The mail may be out: every repetition that the lease allows is worth it. */
  async function settle(mail: ClaimedMail, outcome: AttemptOutcome): Promise<boolean> {
    const budgetMs = Math.max(0, mail.leaseEndsAtMs - clock());
    const policy = { initialDelayMs: 1_000, maxDelayMs: 10_000, jitter: 0.5, maxAttempts: 6, budgetMs };
    const backoff = createBackoff(policy, { clock, sleep, random });
    for (;;) {
      try {
        return await mailOutboxRepository.settle(mail, outcome);
      } catch (error) {
        if (!isTransient(error) || !(await backoff.pause())) {
          throw error;
        }
      }
    }
  }

  return {
    /**
     * Puts every mail that may be sent now on the queue: new ones, those whose pause is over, and those whose process
     * died. @returns how many.
     */
    async enqueueDue(): Promise<number> {
      let enqueued = 0;
      if (!config().smtp) {
        return enqueued;
      }
      const enqueue = async (due: DueMail) => {
        const isNew = await enqueueMail({ mailId: due.mailId }, { id: taskIdOf(due, clock()) });
        enqueued += isNew ? 1 : 0;
        return pMapSkip;
      };
      await pMap(mailOutboxRepository.findDue(), enqueue, { concurrency: enqueueConcurrency });
      return enqueued;
    },

    /** Makes one attempt to send a mail, if it is due and nobody else has it. Safe to repeat and to run twice at once. */
    async deliver(mailId: string): Promise<void> {
      const { smtp } = config();
      if (!smtp) {
        return;
      }
      const claim = await mailOutboxRepository.claim(mailId, attemptTiming);
      if (claim.result === 'given_up') {
        metrics.mailAttempted('failed');
        logger.error('A mail cannot be sent', { event: 'mail.failed', mailId, smtpCode: 'interrupted' });
      }
      if (claim.result !== 'claimed') {
        return;
      }
      const { mail } = claim;
      // The answer to the claim was long in coming: another process may take the mail up before this one is done.
      if (clock() + maxAttemptMs > mail.leaseEndsAtMs) {
        return;
      }
      const outcome = await attempt(mail, smtp);
      if (await settle(mail, outcome)) {
        report.attempted(mail, outcome);
      } else {
        logger.warn('Another process took over a mail while it was being sent', {
          event: 'mail.taken_over',
          mailId,
        });
      }
    },
  };
}

const measuredOutcomes = { SUCCESS: 'sent', RETRY: 'postponed', ERROR: 'failed' } as const;

/** What operators learn of mails: log lines and metrics. */
function createMailReport(logger: Logger, metrics: Metrics) {
  return {
    refused({ mailId, organizationId }: ClaimedMail, { rejected }: SendResult): void {
      if (rejected.length > 0) {
        const event = 'mail.recipient_refused';
        logger.warn('The mail server refuses recipients for good', {
          event,
          mailId,
          organizationId,
          recipients: rejected.length,
        });
      }
    },

    attempted({ mailId, organizationId, attempt: attempts }: ClaimedMail, outcome: AttemptOutcome): void {
      const fields = { mailId, organizationId, attempts };
      metrics.mailAttempted(measuredOutcomes[outcome.state]);
      if (outcome.state === 'SUCCESS') {
        const recipients = outcome.info.accepted.length;
        logger.info('A mail was sent', { event: 'mail.sent', ...fields, recipients });
        return;
      }
      const smtpCode = outcome.error;
      if (outcome.state === 'RETRY') {
        const { retryAfterMs } = outcome;
        logger.warn('A mail is tried again later', {
          event: 'mail.postponed',
          ...fields,
          smtpCode,
          retryAfterMs,
        });
        return;
      }
      logger.error('A mail cannot be sent', { event: 'mail.failed', ...fields, smtpCode });
    },
  };
}

/** One task for a mail that is due, however often it is found; after an hour one more, should it have been lost. */
function taskIdOf({ mailId, sendAtMs }: DueMail, nowMs: number): string {
  const key = JSON.stringify([mailId, sendAtMs, Math.floor((nowMs - sendAtMs) / hourMs)]);
  return createHash('sha256').update(key).digest('hex');
}
