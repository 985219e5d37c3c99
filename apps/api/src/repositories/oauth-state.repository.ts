import { createHash, timingSafeEqual } from 'node:crypto';
import type { EncryptedCredentials, IntegrationProvider } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../errors/app-error.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { decrypt, encrypt } from '../lib/encryption.ts';
import { getDb } from '../lib/firestore.ts';
import type { Keyring } from '../lib/keyring.ts';
import { getVerifiedKeyring } from './encryption-canary.repository.ts';

/** Collection of authorizations under way; server only, removed by its TTL field. */
export const oauthStatesCollection = 'oauthStates';

/** An authorization that was started and waits for its callback. */
export interface PendingAuthorization {
  organizationId: string;
  userId: string;
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
        createdAt: Timestamp.fromMillis(clock()),
        expiresAt: Timestamp.fromDate(new Date(expiresAt)),
      };
      await reference.create(document);
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
    ): Promise<PendingAuthorization> {
      const reference = referenceTo(state);
      const stored = await firestore().runTransaction(async (transaction) => {
        const snapshot = await transaction.get(reference);
        const found = snapshot.data() as StoredState | undefined;
        if (!found || found.provider !== provider || found.expiresAt.toMillis() <= clock()) {
          throw new AppError('oauth_state_unknown');
        }
        if (browserKey === undefined || !equal(digestOf(browserKey), found.browserDigest)) {
          throw new AppError('oauth_state_foreign');
        }
        transaction.delete(reference);
        return found;
      });
      const { codeVerifier, expiresAt, browserDigest: _digest, createdAt: _createdAt, ...rest } = stored;
      return {
        ...rest,
        codeVerifier: decrypt(codeVerifier, await keyring(), contextOf(stored.organizationId, reference.id)),
        expiresAt: expiresAt.toDate().toISOString(),
      };
    },
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
