import { type FailureOwner, noFacts, ProviderError, type ProviderFacts } from './provider-error.ts';
import { type FoundReason, findReason, plainOAuth, type ReasonTable } from './reasons/reason-table.ts';
import { type Refusal, redirectCodes, refusalOfCode, refusalOfNumber } from './refusal-table.ts';

/** An answer other than 2xx. */
export interface RefusingAnswer {
  status: number;
  body: string;
  /** From Retry-After, in milliseconds. */
  retryAfterMs: number | undefined;
}

/** Answers of any content that ask for another try. */
const outageStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

const wordOfNetworkCode: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection_refused'],
  ['ECONNRESET', 'connection_reset'],
  ['EPIPE', 'connection_reset'],
  ['UND_ERR_SOCKET', 'connection_reset'],
  ['ENOTFOUND', 'name_not_resolved'],
  ['EAI_AGAIN', 'name_not_resolved'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
]);

/** An answer that names no cause can be anybody's fault; one with a code that we do not know is this connection's. */
const unknownCode: Refusal = { failure: 'unavailable', owner: 'connection' };
/** OAuth codes of an outage (RFC 6749, section 4.1.2.1), which some servers send with a 4xx. */
const outageCodes: ReadonlySet<string> = new Set(['temporarily_unavailable', 'server_error']);

/**
 * What an answer other than 2xx means. 408, 425, 429 and 5xx are an outage whatever they say. Otherwise Microsoft's
 * number decides where the table has it, then the OAuth error code (RFC 6749, section 5.2); without one the answer is
 * malformed, and so an outage too.
 *
 * A code that is not known counts as an outage of this connection: a wrong `grant_rejected` would send a person to
 * authorize again, and its failure must not speak for others.
 * @param reasons the table of the server that answered; it says why, and never what the refusal does to a connection.
 */
export function classifyAnswer(answer: RefusingAnswer, reasons: ReasonTable = plainOAuth): ProviderError {
  const { status, retryAfterMs } = answer;
  const body = readBody(answer.body);
  const facts = body === null ? noFacts : readFacts(body);
  if (status >= 500 || outageStatuses.has(status)) {
    // A limit may be this account's own: the answer does not say whose.
    return new ProviderError('unavailable', `http_${status}`, { retryAfterMs, facts });
  }
  const code = body && readErrorCode(body);
  if (code === null) {
    return new ProviderError('unavailable', 'malformed_answer', { retryAfterMs, facts });
  }
  const { failure, owner } = judge(code, facts);
  const found = explain(code, facts, reasons);
  return new ProviderError(failure, code, { retryAfterMs, facts, owner, found });
}

function explain(
  code: string,
  { subtype, providerCodes: numbers }: ProviderFacts,
  reasons: ReasonTable,
  options?: { isRedirect: boolean },
): FoundReason {
  return findReason(reasons, { code, subtype, numbers }, options);
}

function isKnownCode(code: string): boolean {
  return refusalOfCode.has(code) || outageCodes.has(code) || redirectCodes.has(code);
}

function judge(code: string, { providerCodes }: ProviderFacts): Refusal {
  for (const number of providerCodes) {
    const refusal = refusalOfNumber.get(number);
    if (refusal) {
      return refusal;
    }
  }
  const owner: FailureOwner = outageCodes.has(code) ? 'unknown' : unknownCode.owner;
  return refusalOfCode.get(code) ?? { ...unknownCode, owner };
}

/** What a provider adds to its redirect when it gives no code (RFC 6749, section 4.1.2.1). */
export interface RefusingRedirect {
  error?: string | undefined;
  error_description?: string | undefined;
  error_subtype?: string | undefined;
  suberror?: string | undefined;
}

/**
 * What a redirect's error means; null without one. Anybody can write such a link: only codes that are known to be a
 * provider's are kept, and numbers.
 */
export function classifyRedirect(
  { error, ...more }: RefusingRedirect,
  reasons: ReasonTable = plainOAuth,
): ProviderError | null {
  if (error === undefined) {
    return null;
  }
  const code = isKnownCode(error) ? error : 'unknown_error_code';
  const { providerCodes, subtype } = readFacts({ ...more });
  const facts = { providerCodes, subtype: subtype !== null && isKnownCode(subtype) ? subtype : null };
  const { failure, owner } = judge(code, facts);
  const found = explain(code, facts, reasons, { isRedirect: true });
  return new ProviderError(failure, code, { facts, owner, found });
}

/** What it means that there was no answer. The error itself is not kept: it may hold the request. */
export function classifyNetworkError(error: unknown): ProviderError {
  const code = systemCodeOf(error) ?? (error instanceof Error ? systemCodeOf(error.cause) : undefined);
  return new ProviderError('unavailable', wordOfNetworkCode.get(code ?? '') ?? 'network_error');
}

function readBody(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}

/**
 * The OAuth error code, or null. What does not look like one is replaced: the code is logged and kept with the
 * connection, and an answer may repeat what was sent.
 */
function readErrorCode({ error }: Readonly<Record<string, unknown>>): string | null {
  if (typeof error !== 'string' || error === '') {
    return null;
  }
  return readWord(error) ?? 'unknown_error_code';
}

/**
 * A code's form: words of lower-case letters and digits, up to 64 characters in all. No word is longer than 20, so that a
 * token is not taken for one.
 */
const codeForm = /^[a-z][a-z0-9]{0,19}(_[a-z0-9]{1,20})*$/;

/** What has an error code's form, such as `invalid_grant`; null for anything else. */
export function readWord(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 64 && codeForm.test(value) ? value : null;
}

/** Numbers and words only: the description, which may repeat a token or a name, is read for its number and left. */
function readFacts(body: Readonly<Record<string, unknown>>): ProviderFacts {
  const listed = Array.isArray(body['error_codes']) ? body['error_codes'].filter(isProviderCode) : [];
  const described = /^AADSTS(\d{4,8})\b/.exec(String(body['error_description'] ?? '').slice(0, 20))?.[1];
  const numbers = [...listed, ...(described === undefined ? [] : [Number(described)])].filter(isProviderCode);
  return {
    providerCodes: [...new Set(numbers)].slice(0, 5),
    subtype: readWord(body['suberror']) ?? readWord(body['error_subtype']),
  };
}

function isProviderCode(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1_000 && value <= 99_999_999;
}

function systemCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) {
    return undefined;
  }
  return typeof error.code === 'string' ? error.code : undefined;
}
