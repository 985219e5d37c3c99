import { createHash } from 'node:crypto';

/** Something that must not be written anywhere in clear. */
export interface Secret {
  /** `access_token`, `client_secret`, `state` and so on. */
  readonly kind: string;
  readonly value: string;
}

/** Somewhere to search. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** A secret that was found. It does not say which one: the finding is printed. */
export interface Finding {
  readonly kind: string;
  readonly place: string;
}

/** Shorter ones would be found by chance. */
const minSecretLength = 16;
/** RFC 7636, section 4.1, without the characters that are never used. */
const possibleVerifier = /[A-Za-z0-9_-]{43,128}/g;

/**
 * Looks for secrets, in clear or merely encoded (base64, base64url, hexadecimal, percent-encoded).
 *
 * @param challenges S256 challenges: what hashes to one of them is a PKCE verifier, and is found without being known.
 * @throws {RangeError} for a secret that is too short to be looked for.
 */
export function searchSecrets(
  secrets: readonly Secret[],
  challenges: ReadonlySet<string>,
  places: readonly Place[],
): Finding[] {
  const wanted = secrets.map(({ kind, value }) => ({ kind, forms: formsOf(kind, value) }));
  return places.flatMap(({ name, text }) => {
    const found: Finding[] = wanted
      .filter(({ forms }) => forms.some((form) => text.includes(form)))
      .map(({ kind }) => ({ kind, place: name }));
    if (holdsVerifier(text, challenges)) {
      found.push({ kind: 'code_verifier', place: name });
    }
    return found;
  });
}

function formsOf(kind: string, value: string): string[] {
  if (value.length < minSecretLength) {
    throw new RangeError(`A secret of kind ${kind} is too short to search for.`);
  }
  const bytes = Buffer.from(value);
  // A base64 text depends on what stands before it only in its first and last characters, which are left out.
  const base64 = [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const whole = shifted.length - (shifted.length % 3);
    const text = shifted
      .subarray(0, whole)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const percent = encodeURIComponent(value);
  return [...new Set([value, percent, bytes.toString('hex'), ...base64])];
}

function holdsVerifier(text: string, challenges: ReadonlySet<string>): boolean {
  if (challenges.size === 0) {
    return false;
  }
  for (const [candidate] of text.matchAll(possibleVerifier)) {
    if (challenges.has(createHash('sha256').update(candidate).digest('base64url'))) {
      return true;
    }
  }
  return false;
}
