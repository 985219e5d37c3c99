import type { ConnectionReason } from '@klayim/shared/types';
import { oauthReasons, ownReasons } from './oauth.reasons.ts';

/** What the answers of one authorization server mean. Data only: one table for each server. */
export interface ReasonTable {
  /** The server's name for people. */
  displayName: string;
  /** Numbers that come with an error, such as Microsoft's AADSTS numbers. */
  numbers: Readonly<Record<number, ConnectionReason>>;
  /** Google's `error_subtype`, Microsoft's `suberror`. */
  subtypes: Readonly<Record<string, ConnectionReason>>;
  /** OAuth error codes of the token endpoint. */
  codes: Readonly<Record<string, ConnectionReason>>;
  /** OAuth error codes that mean something else when they come by a redirect. */
  redirectCodes: Readonly<Record<string, ConnectionReason>>;
  /** Refusals that nothing explains but the time since the person agreed. */
  ages: readonly ReasonByAge[];
  /** The server's page about a reason. */
  pages: Partial<Record<ConnectionReason, string>>;
  /** The server's page about its errors, for every other reason that is the server's. */
  page: string | null;
}

/** A reason that stands behind another one when a grant ends at a certain age, in milliseconds. */
export interface ReasonByAge {
  insteadOf: ConnectionReason;
  fromMs: number;
  toMs: number;
  reason: ConnectionReason;
}

/** What a server has said: values of a known form only. */
export interface SaidByServer {
  /** The OAuth error code. */
  code: string;
  /** Google's `error_subtype`, Microsoft's `suberror`; null without one. */
  subtype: string | null;
  /** Numbers, in the order in which the server gave them. */
  numbers: readonly number[];
}

/** Why, and the server's page about it. */
export interface FoundReason {
  reason: ConnectionReason;
  helpUrl: string | null;
  /** False when the most exact word is in no table, whether another one told the reason or not. */
  isListed: boolean;
}

/** For a server that has no table of its own: OAuth and OpenID Connect alone. */
export const plainOAuth: ReasonTable = {
  displayName: 'OAuth 2.0',
  numbers: {},
  subtypes: {},
  codes: {},
  redirectCodes: {},
  ages: [],
  pages: {},
  page: null,
};

/**
 * Why a server refuses. The most exact word that it says decides, whatever the others mean: the first number that the
 * table has; then the subtype; then the code, as the server means it (at a redirect first what it means there); then the
 * code as the standards mean it. What none of them has is `unknown`.
 */
export function findReason(
  table: ReasonTable,
  { code, subtype, numbers }: SaidByServer,
  { isRedirect = false }: { isRedirect?: boolean } = {},
): FoundReason {
  const byNumber = numbers
    .map((number) => lookUp(table.numbers, number))
    .find((reason) => reason !== undefined);
  const bySubtype = subtype === null ? undefined : lookUp(table.subtypes, subtype);
  const byRedirect = isRedirect
    ? (lookUp(table.redirectCodes, code) ?? lookUp(oauthReasons.redirectCodes, code))
    : undefined;
  const byCode = byRedirect ?? lookUp(table.codes, code) ?? lookUp(oauthReasons.codes, code);
  const closest = numbers.length > 0 ? byNumber : subtype === null ? byCode : bySubtype;
  const reason = byNumber ?? bySubtype ?? byCode ?? 'unknown';
  return { reason, helpUrl: toHelpUrl(table, reason), isListed: closest !== undefined };
}

/**
 * The same reason, or the one that stands behind it when a grant of this age ends.
 * @param ageMs time since the person gave consent; null for imported tokens.
 */
export function findReasonOfAge(table: ReasonTable, found: FoundReason, ageMs: number | null): FoundReason {
  const byAge = table.ages.find(
    ({ insteadOf, fromMs, toMs }) =>
      found.reason === insteadOf && ageMs !== null && ageMs >= fromMs && ageMs <= toMs,
  );
  return byAge ? { ...found, reason: byAge.reason, helpUrl: toHelpUrl(table, byAge.reason) } : found;
}

/** Why, by a short word of ours, such as `timeout`; undefined for what is no such word. */
export function findOwnReason(word: string): ConnectionReason | undefined {
  return /^http_\d{3}$/.test(word) ? 'provider_unavailable' : lookUp(ownReasons, word);
}

/** The server's page about a reason. About what it never said there is none. */
export function toHelpUrl(table: ReasonTable, reason: ConnectionReason): string | null {
  return table.pages[reason] ?? table.page;
}

/** A code from outside may be `constructor`. */
function lookUp<Key extends string | number>(
  reasons: Readonly<Record<Key, ConnectionReason>>,
  key: Key,
): ConnectionReason | undefined {
  return Object.hasOwn(reasons, key) ? reasons[key] : undefined;
}
