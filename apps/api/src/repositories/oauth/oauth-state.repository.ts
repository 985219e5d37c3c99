import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { AuditActor, EncryptedValue, IntegrationProvider } from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import { decrypt, encrypt } from '../../lib/encryption.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { addAuditEvent, backendActor, type RequestOrigin } from '../audit/audit-event.document.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';
import { authorizationEvent } from './authorization.audit-event.ts';

/** No request lives longer: an authorization that has no outcome by then never gets one. */
const maxRequestMs = minuteMs;

/** An authorization that was started and waits for its callback. */
export interface PendingAuthorization {
  /** Names it in the audit trail; it opens nothing. */
  id: string;
  organizationId: string;
  userId: string;
  startedBy: AuditActor;
  provider: IntegrationProvider;
  /** Whose answer it waits for. */
  server: string;
  scopes: string[];
  returnUrl: string | null;
  /** The integration to reconnect; null for a new one. */
  integrationId: string | null;
  nonce: string;
  codeVerifier: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** What its browser gets: an authorization to finish, or how it ended, as text of the caller's own form. */
export type TakenAuthorization =
  | {
      status: 'pending';
      pending: PendingAuthorization;
      /** Keeps how it ended, for the rest of its ten minutes, in place of the verifier and the nonce. */
      settle: (outcome: string) => Promise<void>;
    }
  | { status: 'settled'; organizationId: string; outcome: string };

export type StoredState = Omit<PendingAuthorization, 'codeVerifier' | 'nonce' | 'expiresAt'> & {
  /** The verifier and the nonce, later the outcome. It opens only together with what else is stored here. */
  sealed: EncryptedValue;
  browserDigest: string;
  /** When another browser was first refused; one event is enough of a link that is tried again and again. */
  refusedAt: Timestamp | null;
  /** When its browser came back, and which of its requests finishes it. */
  usedAt: Timestamp | null;
  usedBy: string | null;
  /** Whether what is sealed is the outcome. */
  settled: boolean;
  createdAt: Timestamp;
  expiresAt: Timestamp;
};

export const oauthStates = typedCollection<StoredState>(collections.oauthStates);

export interface OAuthStateRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
}

export type OAuthStateRepository = ReturnType<typeof createOAuthStateRepository>;

/**
 * Single-use OAuth states (RFC 6749, section 10.12; RFC 9700, section 2.1). The database knows only digests of the
 * state and of the browser's binding, and the verifier and the nonce only encrypted: who steals it can finish nothing. Who
 * writes it can change nothing: what is sealed opens only with the user, the scopes, the return URL and the rest as they were.
 */
export function createOAuthStateRepository({ firestore, keyring, clock }: OAuthStateRepositoryDependencies) {
  const referenceTo = (state: string) => oauthStates(firestore()).doc(digestOf(state));

  function refuse(transaction: Transaction, state: string, found: StoredState, from?: RequestOrigin): void {
    if (found.refusedAt !== null) {
      return;
    }
    const now = Timestamp.fromMillis(clock());
    transaction.update(referenceTo(state), { refusedAt: now });
    const actor: AuditActor = from ? { type: 'anonymous', ...from } : backendActor;
    const event = authorizationEvent(found, 'authorization.refused', actor, 'oauth_state_foreign');
    addAuditEvent(transaction, firestore(), event, now.toMillis());
  }

  return {
    async create(state: string, binding: string, pending: PendingAuthorization): Promise<void> {
      const reference = referenceTo(state);
      const { codeVerifier, nonce, expiresAt, ...rest } = pending;
      const facts = {
        ...rest,
        browserDigest: digestOf(binding),
        expiresAt: Timestamp.fromDate(new Date(expiresAt)),
      };
      const secrets = JSON.stringify({ codeVerifier, nonce });
      const document: StoredState = {
        ...facts,
        sealed: encrypt(secrets, await keyring(), contextOf(facts, reference.id, 'pending')),
        refusedAt: null,
        usedAt: null,
        usedBy: null,
        settled: false,
        createdAt: Timestamp.fromMillis(clock()),
      };
      const batch = firestore().batch().create(reference, document);
      const event = authorizationEvent(pending, 'authorization.started', pending.startedBy);
      addAuditEvent(batch, firestore(), event, clock());
      await batch.commit();
    },

    /**
     * Takes a state: of all requests that come with it, one gets to finish it, and later ones of the same browser are told
     * how it ended. A stranger's attempt does not use it up.
     * @throws {AppError} oauth_state_unknown when there is none, or it is expired;
     * oauth_state_foreign when it was started in another browser;
     * authorization_in_progress while the request that got it is served, authorization_interrupted when it died;
     * credentials_moved or credentials_tampered when the record was changed by somebody else.
     */
    async take(
      state: string,
      bindings: readonly string[],
      server: string,
      from?: RequestOrigin,
    ): Promise<TakenAuthorization> {
      const reference = referenceTo(state);
      // A commit whose answer is lost is tried again: this request must know its own.
      const attempt = randomUUID();
      const found = await runTransaction(firestore(), async (transaction) => {
        const stored = (await transaction.get(reference)).data();
        if (!stored || stored.server !== server || stored.expiresAt.toMillis() <= clock()) {
          throw new AppError('oauth_state_unknown');
        }
        if (!bindings.some((binding) => equal(digestOf(binding), stored.browserDigest))) {
          refuse(transaction, state, stored, from);
          return null;
        }
        if (stored.usedAt === null) {
          transaction.update(reference, { usedAt: Timestamp.fromMillis(clock()), usedBy: attempt });
        }
        return stored;
      });
      if (!found) {
        throw new AppError('oauth_state_foreign');
      }
      const { organizationId } = found;
      const open = async (use: SealedUse) =>
        decrypt(found.sealed, await keyring(), contextOf(found, reference.id, use));
      if (found.settled) {
        return { status: 'settled', organizationId, outcome: await open('outcome') };
      }
      if (found.usedAt !== null && found.usedBy !== attempt) {
        throw unfinished(found.usedAt, clock());
      }
      const secrets = JSON.parse(await open('pending')) as Pick<
        PendingAuthorization,
        'codeVerifier' | 'nonce'
      >;
      return {
        status: 'pending',
        pending: { ...pendingFactsOf(found), ...secrets },
        async settle(outcome) {
          const sealed = encrypt(outcome, await keyring(), contextOf(found, reference.id, 'outcome'));
          await reference.update({ sealed, settled: true });
        },
      };
    },
  };
}

type SealedUse = 'pending' | 'outcome';
type BoundFacts = Omit<PendingAuthorization, 'codeVerifier' | 'nonce' | 'expiresAt'> &
  Pick<StoredState, 'browserDigest' | 'expiresAt'>;

/** All facts that determine the result of an authorization. */
function contextOf(facts: BoundFacts, recordId: string, use: SealedUse) {
  return {
    organizationId: facts.organizationId,
    recordId,
    field: `sealed.${use}`,
    bound: [
      facts.id,
      facts.userId,
      facts.provider,
      facts.server,
      facts.returnUrl ?? '',
      facts.integrationId ?? '',
      facts.browserDigest,
      facts.expiresAt.toMillis(),
      JSON.stringify(facts.scopes),
      // Firestore does not keep the order of a map's fields.
      JSON.stringify(Object.entries(facts.startedBy).sort()),
    ],
  };
}

function pendingFactsOf({
  sealed: _sealed,
  browserDigest: _digest,
  refusedAt: _refused,
  usedAt: _usedAt,
  usedBy: _usedBy,
  settled: _settled,
  createdAt: _created,
  expiresAt,
  ...facts
}: StoredState) {
  return { ...facts, expiresAt: toIsoTimestamp(expiresAt) };
}

function unfinished(usedAt: Timestamp, nowMs: number): AppError {
  return nowMs - usedAt.toMillis() < maxRequestMs
    ? new AppError('authorization_in_progress', { retryAfterMs: 2_000 })
    : new AppError('authorization_interrupted');
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
