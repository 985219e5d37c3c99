import { redacted, redactText } from './redact-text.ts';

/** Names of fields whose value is a secret, whatever it looks like. */
const secretName =
  /token|secret|passw|authorization|cookie|credential|verifier|assertion|ciphertext|authtag|private.?key|api.?key|encryption.?key|previous.?keys|master.?key|browser.?key|idempotency|^(code|state|nonce|salt|iv|session|__session|set-cookie|pem|pass)$/i;
/** Names of fields that hold an id of ours, which may well look random. */
const idName = /^(id|name|trace|requestId|[a-z]+(?:[A-Z][a-z]+)*Id|logging\.googleapis\.com\/.*)$/;
const idValue = /^[A-Za-z0-9_./-]{1,160}$/;
/** What a field of a secret name may hold: a word such as `provider_unavailable` or `ECONNRESET`. */
const harmlessWord = /^(?:[a-z]{1,20}(?:[_/-][a-z]{1,20}){0,5}|[A-Z]{1,20}(?:_[A-Z]{1,20}){0,5})$/;
const deepest = 8;
const maxArray = 100;

/**
 * A value as it may be logged: without secrets, by the names of fields and by the shape of texts. Of an error only the
 * name, code, message, stack and cause are left: libraries hang requests and answers on theirs. It never throws.
 */
export function redact(value: unknown): unknown {
  return clean(value, undefined, []);
}

function clean(value: unknown, name: string | undefined, above: readonly object[]): unknown {
  if (typeof value === 'string') {
    return cleanText(value, name);
  }
  if (typeof value === 'bigint' || typeof value === 'symbol') {
    return redactText(String(value));
  }
  if (typeof value === 'function') {
    return '[function]';
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (above.includes(value)) {
    return '[circular]';
  }
  if (above.length >= deepest) {
    return '[deep]';
  }
  try {
    return cleanObject(value, name, [...above, value]);
  } catch {
    // A getter or a toJSON that throws.
    return '[unreadable]';
  }
}

function cleanText(text: string, name: string | undefined): string {
  if (name !== undefined && secretName.test(name) && !harmlessWord.test(text)) {
    return text === '' ? '' : redacted;
  }
  const shaped = redactText(text);
  if (shaped === text || name === undefined || !idName.test(name) || !idValue.test(text)) {
    return shaped;
  }
  // An id may be a long run of random characters, but nothing that has a known secret's shape.
  return shaped === redacted && !/^(?:eyJ|ya29\.|GOCSPX-|AIza|kl_|[14]\/)/.test(text) ? text : shaped;
}

function cleanObject(value: object, name: string | undefined, above: readonly object[]): unknown {
  if (value instanceof Error) {
    return cleanError(value, above);
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${value.byteLength} bytes]`;
  }
  if (value instanceof Map) {
    return clean(Object.fromEntries(value), name, above);
  }
  if (value instanceof Set) {
    return clean([...value], name, above);
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return clean(value.toJSON(), name, above);
  }
  if (Array.isArray(value)) {
    return value.slice(0, maxArray).map((item) => clean(item, name, above));
  }
  const isSecret = name !== undefined && secretName.test(name);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redactText(key), clean(item, isSecret ? name : key, above)]),
  );
}

function cleanError(error: Error, above: readonly object[]): Record<string, unknown> {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    name: clean(error.name, 'name', above),
    message: redactText(error.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code: clean(code, 'code', above) }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(cause !== undefined && { cause: clean(cause, 'cause', above) }),
    ...(error instanceof AggregateError && { errors: clean(error.errors, 'errors', above) }),
  };
}
