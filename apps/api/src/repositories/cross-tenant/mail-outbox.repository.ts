import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import * as z from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { compareAndSet } from '../../lib/compare-and-set.ts';
import { type MailDelivery, type MailDeliveryInfo, mails, type StoredMail } from '../mail/mail.document.ts';

/** Mails that one page of {@link MailOutboxRepository.findDue} reads. */
const pageSize = 300;
const maxSubject = 200;
const maxBody = 200_000;

// A header is one line, and nothing turns its direction.
const headerText = z.string().regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
const contentSchema = z.object({
  to: z.array(z.email().max(320)).min(1).max(50),
  message: z.object({
    subject: headerText.min(1).max(maxSubject),
    text: z.string().min(1).max(maxBody),
    html: z.string().min(1).max(maxBody),
  }),
});

/** A mail that waits to be sent. */
export interface DueMail {
  mailId: string;
  /** Since when it may be sent. */
  sendAtMs: number;
}

/** What is sent. */
export type MailContent = z.infer<typeof contentSchema>;

/** A mail that this process has to itself until the lease ends. */
export interface ClaimedMail {
  mailId: string;
  organizationId: string;
  attempt: number;
  writtenAtMs: number;
  leaseEndsAtMs: number;
  /** Null when the document holds no mail that could be sent. */
  content: MailContent | null;
  /** What earlier attempts came to; null for none. */
  info: MailDeliveryInfo | null;
}

/** `given_up`: the attempts are used up, and the document says so now. `none`: there is nothing to do. */
export type ClaimResult = { result: 'claimed'; mail: ClaimedMail } | { result: 'given_up' | 'none' };

/** How long an attempt has the mail to itself, and when the next may begin if this one is never heard of again. */
export interface AttemptTiming {
  leaseMs: number;
  retryAfterMs: number;
}

/** What an attempt came to. */
export type AttemptOutcome =
  | { state: 'SUCCESS'; info: MailDeliveryInfo }
  | { state: 'ERROR'; error: string; info: MailDeliveryInfo | null }
  | { state: 'RETRY'; error: string; info: MailDeliveryInfo | null; retryAfterMs: number };

export type MailOutboxRepository = ReturnType<typeof createMailOutboxRepository>;

/** The mails of all organizations that this service sends: those with a `sendAt`. */
export function createMailOutboxRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  const outbox = () => mails(firestore());

  return {
    /** What may be sent now, the longest due first. */
    async *findDue(): AsyncGenerator<DueMail> {
      const due = outbox()
        .where('sendAt', '<=', Timestamp.fromMillis(clock()))
        .orderBy('sendAt')
        .select('sendAt')
        .limit(pageSize);
      let page = await due.get();
      while (page.docs.length > 0) {
        for (const document of page.docs) {
          yield { mailId: document.id, sendAtMs: (document.get('sendAt') as Timestamp).toMillis() };
        }
        const last = page.docs.at(-1);
        if (!last || page.docs.length < pageSize) {
          return;
        }
        page = await due.startAfter(last).get();
      }
    },

    /**
     * Takes a mail up for one attempt, unless it is gone, settled, not due, or somebody else has it. When the answer to
     * that is lost, nobody has it until the lease is over.
     * @param timing of an attempt by its number; null when there may be no more.
     */
    async claim(mailId: string, timing: (attempt: number) => AttemptTiming | null): Promise<ClaimResult> {
      return compareAndSet<StoredMail, ClaimResult>(outbox().doc(mailId), (snapshot) => {
        const stored = snapshot.data();
        const nowMs = clock();
        if (!stored || !isDue(stored, nowMs)) {
          return { change: null, result: { result: 'none' } };
        }
        const { delivery, organizationId } = stored;
        if (delivery?.state === 'SUCCESS' || delivery?.state === 'ERROR') {
          // Somebody else settled it: the extension runs beside this service.
          return { change: { sendAt: null }, result: { result: 'none' } };
        }
        const begun = beginAttempt(delivery, nowMs);
        const planned = timing(begun.attempts);
        if (!planned) {
          const error = begun.error ?? 'interrupted';
          const given = { ...begun, state: 'ERROR' as const, attempts: begun.attempts - 1, error };
          return { change: { sendAt: null, delivery: given }, result: { result: 'given_up' } };
        }
        const leaseEndsAtMs = nowMs + planned.leaseMs;
        const mail: ClaimedMail = {
          mailId,
          organizationId,
          attempt: begun.attempts,
          writtenAtMs: snapshot.createTime?.toMillis() ?? nowMs,
          leaseEndsAtMs,
          content: contentSchema.safeParse(stored).data ?? null,
          info: begun.info,
        };
        const change = {
          sendAt: Timestamp.fromMillis(nowMs + planned.retryAfterMs),
          delivery: { ...begun, leaseExpireTime: Timestamp.fromMillis(leaseEndsAtMs) },
        };
        return { change, result: { result: 'claimed', mail } };
      });
    },

    /**
     * Records what an attempt came to. Safe to repeat.
     * @returns false when a later attempt has taken the mail over, or it is gone: then nothing is changed.
     */
    async settle({ mailId, attempt }: ClaimedMail, outcome: AttemptOutcome): Promise<boolean> {
      return compareAndSet<StoredMail, boolean>(outbox().doc(mailId), (snapshot) => {
        const delivery = snapshot.data()?.delivery;
        if (delivery?.attempts !== attempt) {
          return { change: null, result: false };
        }
        if (delivery.state !== 'PROCESSING') {
          // Our own change, whose answer was lost.
          return { change: null, result: true };
        }
        const nowMs = clock();
        const change = {
          sendAt: outcome.state === 'RETRY' ? Timestamp.fromMillis(nowMs + outcome.retryAfterMs) : null,
          delivery: {
            ...delivery,
            state: outcome.state,
            endTime: Timestamp.fromMillis(nowMs),
            leaseExpireTime: null,
            error: outcome.state === 'SUCCESS' ? null : outcome.error,
            info: outcome.info,
          },
        };
        return { change, result: true };
      });
    },
  };
}

function beginAttempt(delivery: MailDelivery | undefined, nowMs: number): MailDelivery {
  return {
    state: 'PROCESSING',
    attempts: (delivery?.attempts ?? 0) + 1,
    startTime: delivery?.startTime ?? Timestamp.fromMillis(nowMs),
    endTime: delivery?.endTime ?? null,
    leaseExpireTime: null,
    error: delivery?.error ?? null,
    info: delivery?.info ?? null,
  };
}

/** An attempt whose process died may be repeated once its lease is over. */
function isDue({ sendAt, delivery }: StoredMail, nowMs: number): boolean {
  if (!sendAt || sendAt.toMillis() > nowMs) {
    return false;
  }
  const isLeased = delivery?.state === 'PROCESSING' && (delivery.leaseExpireTime?.toMillis() ?? 0) > nowMs;
  return !isLeased;
}
