import type { Auth, UserRecord } from 'firebase-admin/auth';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import { createSingleFlight } from '../../lib/single-flight.ts';
import type { PersonProfile } from './identity.ts';

/** What Firebase Auth says of a user now, whatever an ID token says. */
export interface CurrentAccount {
  isDisabled: boolean;
  /** Sign-ins before this time were revoked; milliseconds since the epoch, 0 when none was. */
  validAfterMs: number;
  /** Custom claims. */
  claims: Readonly<Record<string, unknown>>;
  profile: PersonProfile;
}

/** The part of a verified token that this file needs. */
interface IssuedToken {
  uid: string;
  /** When it was issued, in whole seconds since the epoch. */
  iat: number;
}

interface Entry {
  account: CurrentAccount | null;
  lookedUpAtMs: number;
  /** The token that this look-up was made for. */
  token: IssuedToken;
}

/** By how much the clock of Firebase Auth and ours may differ, in milliseconds. */
const maxClockSkewMs = 5_000;

export interface CurrentAccountsOptions {
  auth: () => Pick<Auth, 'getUser'>;
  clock: Clock;
  /** How long a look-up is used without asking again, in milliseconds. Default: 60 000. */
  freshForMs?: number;
  /** How long a look-up is used while Firebase Auth does not answer, in milliseconds. Default: 300 000. */
  usableForMs?: number;
  /** How many accounts are cached; the least recently used one goes first. Default: 10 000. */
  maxAccounts?: number;
}

/**
 * Looks up accounts in Firebase Auth, at most once a minute for each user and process: concurrent look-ups of one user
 * share a call, and a token that may be newer than the cached look-up triggers another one, so that a role that was just
 * granted works at once, even for who signs in twice within a second. It never reads Firestore.
 */
export function createCurrentAccounts({
  auth,
  clock,
  freshForMs = minuteMs,
  usableForMs = 5 * minuteMs,
  maxAccounts = 10_000,
}: CurrentAccountsOptions) {
  const entries = new LRUCache<string, Entry>({ max: maxAccounts });
  const lookUpOnce = createSingleFlight<Entry>();

  async function lookUp(token: IssuedToken): Promise<Entry> {
    // The time before the call: what changes while it runs may be missing from its answer.
    const lookedUpAtMs = clock();
    const entry = { account: await readAccount(auth(), token.uid), lookedUpAtMs, token };
    entries.set(token.uid, entry);
    return entry;
  }

  /**
   * The account of a token's user as of the last minute; null when there is none.
   * @param token the same object each time that the same token is verified, as far as possible.
   * @throws {AppError} identity_unavailable when Firebase Auth does not answer and the last look-up is older than
   * `usableForMs`, or there was none.
   */
  return async (token: IssuedToken): Promise<CurrentAccount | null> => {
    const known = entries.get(token.uid);
    if (known && clock() - known.lookedUpAtMs < freshForMs && isSince(known, token)) {
      return known.account;
    }
    try {
      const found = await lookUpOnce(token.uid, () => lookUp(token));
      // One that began for an older token may have begun before this one was issued.
      return (isSince(found, token) ? found : await lookUp(token)).account;
    } catch (cause) {
      if (known && clock() - known.lookedUpAtMs < usableForMs) {
        return known.account;
      }
      throw new AppError('identity_unavailable', { cause });
    }
  };
}

/** Whether a look-up was certainly made after a token was issued. Times of tokens are of a second: two may have the same. */
function isSince({ token: before, lookedUpAtMs }: Entry, token: IssuedToken): boolean {
  return (
    before === token ||
    token.iat < before.iat ||
    (token.iat === before.iat && lookedUpAtMs >= (token.iat + 1) * 1000 + maxClockSkewMs)
  );
}

async function readAccount(auth: Pick<Auth, 'getUser'>, userId: string): Promise<CurrentAccount | null> {
  let user: UserRecord;
  try {
    user = await auth.getUser(userId);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'auth/user-not-found') {
      return null;
    }
    throw error;
  }
  const { disabled, tokensValidAfterTime, customClaims = {}, email, emailVerified, displayName } = user;
  const validAfterMs = tokensValidAfterTime ? Date.parse(tokensValidAfterTime) : 0;
  return {
    isDisabled: disabled,
    validAfterMs: Number.isNaN(validAfterMs) ? 0 : validAfterMs,
    claims: customClaims,
    profile: { email: email ?? null, isEmailVerified: emailVerified, name: displayName ?? null },
  };
}
