import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { Keyring } from '../../lib/keyring.ts';

/** As long as an authorization may take, from its start. */
export const browserSessionLifetimeMs = 10 * minuteMs;

const keyBytes = 32;
const tagBytes = 16;
/** A key, the end in seconds in base 36, a user's tag, and the signature over the three. */
const cookiePattern = /^([\w-]{43})\.([0-9a-z]{1,9})\.([\w-]{22})\.([\w-]{43})$/;
/** Cookies of one name that a request may bring: ours, and what neighbouring hosts set. */
const maxCandidates = 4;

/** What a signed cookie says. */
export interface BrowserSession {
  /** Random, and the same for all authorizations that one user starts in one browser. Authorizations are bound to it. */
  binding: string;
  /** Tells users apart without naming them. */
  userTag: string;
}

export interface BrowserSessionsDependencies {
  keyring: () => Promise<Keyring>;
  clock: Clock;
}

export type BrowserSessions = ReturnType<typeof createBrowserSessions>;

/**
 * The cookie that binds an authorization to the browser which started it. It is signed with a key of the master key's, for
 * one user and ten minutes: a value that this service did not issue is none, and one that it issued to somebody else is not
 * taken over by an authorization that another user starts.
 */
export function createBrowserSessions({ keyring, clock }: BrowserSessionsDependencies) {
  function verify(cookie: string, { byVersion }: Keyring): BrowserSession | null {
    const [, key, end, userTag, signature] = cookiePattern.exec(cookie) ?? [];
    if (key === undefined || end === undefined || userTag === undefined || signature === undefined) {
      return null;
    }
    const isSigned = [...byVersion.values()].some(({ sessionKey }) =>
      isEqual(signature, sign(sessionKey, `${key}.${end}.${userTag}`)),
    );
    if (!isSigned || Number.parseInt(end, 36) * 1_000 <= clock()) {
      return null;
    }
    return { binding: `${key}.${userTag}`, userTag };
  }

  /** The sessions among the values of a request's cookies; those that are not ours, or over, are left out. */
  async function read(cookies: readonly string[]): Promise<BrowserSession[]> {
    const candidates = cookies.slice(0, maxCandidates).filter((cookie) => cookiePattern.test(cookie));
    if (candidates.length === 0) {
      return [];
    }
    const keys = await keyring();
    return candidates.map((cookie) => verify(cookie, keys)).filter((session) => session !== null);
  }

  return {
    read,

    /** A cookie for ten minutes from now. A browser keeps its key when it has a session of the same user. */
    async issue(
      { organizationId, userId }: { organizationId: string; userId: string },
      cookies: readonly string[],
    ): Promise<{ cookie: string; session: BrowserSession }> {
      const { sessionKey } = (await keyring()).current;
      const userTag = tagOf(sessionKey, organizationId, userId);
      const known = (await read(cookies)).find((session) => session.userTag === userTag);
      const binding = known?.binding ?? `${randomBytes(keyBytes).toString('base64url')}.${userTag}`;
      const [key = ''] = binding.split('.', 1);
      const end = Math.ceil((clock() + browserSessionLifetimeMs) / 1_000).toString(36);
      const signed = `${key}.${end}.${userTag}`;
      return { cookie: `${signed}.${sign(sessionKey, signed)}`, session: { binding, userTag } };
    },
  };
}

function sign(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(`session ${text}`).digest('base64url');
}

function tagOf(key: KeyObject, organizationId: string, userId: string): string {
  const digest = createHmac('sha256', key)
    .update(`user ${JSON.stringify([organizationId, userId])}`)
    .digest();
  return digest.subarray(0, tagBytes).toString('base64url');
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
