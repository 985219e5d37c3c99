import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuditActor, AuditEvent, EncryptedCredentials, IntegrationProvider } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../errors/app-error.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { decrypt, encrypt } from '../lib/encryption.ts';
import { getDb } from '../lib/firestore.ts';
import type { Keyring } from '../lib/keyring.ts';
import { type AuditRecord, addAuditEvent, backendActor, type RequestOrigin } from './audit-event.document.ts';
import { getVerifiedKeyring } from './encryption-canary.repository.ts';
import { instantOf } from '../lib/instant.ts';
import { runTransaction } from '../lib/firestore-transaction.ts';

/** Collection of authorizations under way; server only, removed by its TTL field. */
export const oauthStatesCollection = 'oauthStates';

/** An authorization that was started and waits for its callback. */
export interface PendingAuthorization {
  /** Names it in the audit trail; it opens nothing. */
  id: string;
  organizationId: string;
  userId: string;
  startedBy: AuditActor;
  provider: IntegrationProvider;
  scopes: string[];
  returnUrl: string | null;
  /** The integration to reconnect; null for a new one. */
  integrationId: string | null;
  nonce: string;
  codeVerifier: string;
  /** ISO 8601. */
  expiresAt: string;
}

type StoredState = Omit<PendingAuthorization, 'codeVerifier' | 'expiresAt'> & {
  codeVerifier: EncryptedCredentials;
  browserDigest: string;
  /** When another browser was first refused; one event is enough of a link that is tried again and again. */
  refusedAt: Timestamp | null;
  createdAt: Timestamp;
  expiresAt: Timestamp;
};

export interface OAuthStateRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
}

export type OAuthStateRepository = ReturnType<typeof createOAuthStateRepository>;

/**
 * Single-use OAuth states (RFC 6749, section 10.12; RFC 9700, section 2.1). The database knows only digests of the
 * state and of the browser's key, and the verifier only encrypted: who steals it can finish nothing.
 */
export function createOAuthStateRepository({ firestore, keyring, clock }: OAuthStateRepositoryDependencies) {
  const referenceTo = (state: string) => firestore().collection(oauthStatesCollection).doc(digestOf(state));
  const contextOf = (organizationId: string, id: string) => ({
    organizationId,
    integrationId: id,
    field: 'codeVerifier',
  });

  return {
    async create(state: string, browserKey: string, pending: PendingAuthorization): Promise<void> {
      const reference = referenceTo(state);
      const { codeVerifier, expiresAt, ...rest } = pending;
      const document: StoredState = {
        ...rest,
        codeVerifier: encrypt(codeVerifier, await keyring(), contextOf(pending.organizationId, reference.id)),
        browserDigest: digestOf(browserKey),
        refusedAt: null,
        createdAt: Timestamp.fromMillis(clock()),
        expiresAt: Timestamp.fromDate(new Date(expiresAt)),
      };
      const batch = firestore().batch().create(reference, document);
      const event = authorizationEvent(pending, 'authorization.started', pending.startedBy);
      addAuditEvent(batch, firestore(), event, clock());
      await batch.commit();
    },

    /**
     * Takes a state out: of all who come with it, one gets it. A stranger's attempt does not use it up.
     * @throws {AppError} oauth_state_unknown when there is none, or it was used or is expired;
     * oauth_state_foreign when it was started in another browser.
     */
    async consume(
      state: string,
      browserKey: string | undefined,
      provider: IntegrationProvider,
      from?: RequestOrigin,
    ): Promise<PendingAuthorization> {
      const reference = referenceTo(state);
      const stored = await runTransaction(firestore(), async (transaction) => {
        const snapshot = await transaction.get(reference);
        const found = snapshot.data() as StoredState | undefined;
        if (!found || found.provider !== provider || found.expiresAt.toMillis() <= clock()) {
          throw new AppError('oauth_state_unknown');
        }
        if (browserKey !== undefined && equal(digestOf(browserKey), found.browserDigest)) {
          transaction.delete(reference);
          return found;
        }
        if (found.refusedAt === null) {
          const now = Timestamp.fromMillis(clock());
          transaction.update(reference, { refusedAt: now });
          const event = authorizationEvent(
            found,
            'authorization.refused',
            from ? { type: 'anonymous', ...from } : backendActor,
            'oauth_state_foreign',
          );
          addAuditEvent(transaction, firestore(), event, now.toMillis());
        }
        return null;
      });
      if (!stored) throw new AppError('oauth_state_foreign');
      const { codeVerifier, expiresAt, browserDigest: _d, createdAt: _c, refusedAt: _r, ...rest } = stored;
      return {
        ...rest,
        codeVerifier: decrypt(codeVerifier, await keyring(), contextOf(stored.organizationId, reference.id)),
        expiresAt: instantOf(expiresAt),
      };
    },
  };
}

/** Something that happened to an authorization under way; with a reason, it was in vain. */
export function authorizationEvent(
  { id, organizationId, provider, integrationId }: Omit<PendingAuthorization, 'codeVerifier' | 'expiresAt'>,
  type: AuditEvent['type'],
  actor: AuditActor,
  reason: string | null = null,
): AuditRecord {
  return {
    organizationId,
    type,
    actor,
    subject: { type: 'authorization', id },
    result: reason === null ? 'success' : 'failure',
    reason,
    details: { provider, ...(integrationId === null ? {} : { integrationId }) },
  };
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** The process's authorizations under way. */
export const oauthStateRepository = createOAuthStateRepository({
  firestore: getDb,
  keyring: getVerifiedKeyring,
  clock: systemClock,
});
