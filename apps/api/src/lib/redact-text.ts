/** Replaces a secret in a log line. */
export const redacted = '[redacted]';

/** Names that carry a secret in query strings, form bodies and JSON that was quoted in a text. */
const secretNames =
  'code|state|nonce|session_state|access_token|refresh_token|id_token|client_secret|client_assertion|assertion|code_verifier|code_challenge|token|password|pass|smtp_password|__session';

/** Shapes that give a secret away wherever it stands, each with what is left of it. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, redacted],
  [/\b(Bearer|Basic|DPoP) +[^\s"',;]+/gi, `$1 ${redacted}`],
  // What an SMTP client says to sign in, and a URL with a password.
  [/\b(AUTH (?:PLAIN|LOGIN|XOAUTH2)) +[^\s"',;]+/gi, `$1 ${redacted}`],
  [/(:\/\/[^\s/:@"']*:)[^\s/@"']+@/g, `$1${redacted}@`],
  // A JSON Web Token, signed or unsigned, also truncated.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, redacted],
  // Our own API keys, also truncated.
  [/\bkl_[0-9A-Za-z]{17}_[\w-]*/g, redacted],
  [new RegExp(`([?&;#\\s"'](?:${secretNames})=)[^&#;\\s"']+`, 'gi'), `$1${redacted}`],
  [new RegExp(`^((?:${secretNames})=)[^&#;\\s"']+`, 'gi'), `$1${redacted}`],
  [new RegExp(`(["'](?:${secretNames})["']\\s*:\\s*["'])[^"']+`, 'gi'), `$1${redacted}`],
];

/** What gives a secret of an authorization server away wherever it stands. */
export interface SecretShape {
  /** Source of an expression that every text with such a secret matches, and that is quick to look for. */
  marker: string;
  /** The whole secret, with the flag `g`. */
  pattern: RegExp;
}

/** What every text has that one of the shapes, or a long run, could be found in: most texts have none of it. */
const suspiciousMarkers = `-----BEGIN|bearer|basic|dpop|eyJ|kl_|auth |:\\/\\/|[="']|[A-Za-z0-9+/_-]{32}`;
const serverShapes = new Map<string, SecretShape>();
let suspicious = new RegExp(suspiciousMarkers, 'i');
let secretStart = /^(?:eyJ|kl_)/;

/** From now on texts are searched for these shapes too. One that is known already changes nothing. */
export function registerSecretShapes(added: readonly SecretShape[]): void {
  for (const shape of added) {
    serverShapes.set(shape.pattern.source, shape);
  }
  const markers = [...serverShapes.values()].map(({ marker }) => marker);
  suspicious = new RegExp([...markers, suspiciousMarkers].join('|'), 'i');
  secretStart = new RegExp(`^(?:${[...markers, 'eyJ', 'kl_'].join('|')})`);
}

/** Whether a text begins like a secret of a known shape. */
export function startsLikeSecret(text: string): boolean {
  return secretStart.test(text);
}

const longRun = /[A-Za-z0-9+/_-]{32,}={0,2}/g;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Words change between lower case, upper case and digits now and then; random text does so two times in three. */
const leastChangesPerCharacter = 0.3;

/** A text without what looks like a secret: tokens, keys, codes, and long runs of random characters. */
export function redactText(text: string): string {
  if (!suspicious.test(text)) {
    return text;
  }
  let clean = text;
  for (const { pattern } of serverShapes.values()) {
    clean = clean.replace(pattern, redacted);
  }
  for (const [shape, replacement] of shapes) {
    clean = clean.replace(shape, replacement);
  }
  return clean.replace(longRun, (run) => (isRandom(run) ? redacted : run));
}

function isRandom(run: string): boolean {
  if (uuid.test(run)) {
    return false;
  }
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(run)) {
    return /\d/.test(run) && /[a-f]/i.test(run);
  }
  let changes = 0;
  for (let index = 1; index < run.length; index++) {
    const [kind, before] = [kindOf(run.charCodeAt(index)), kindOf(run.charCodeAt(index - 1))];
    // Signs stand between the words of a path: they tell nothing.
    if (kind !== before && kind !== 'sign' && before !== 'sign') {
      changes++;
    }
  }
  return changes / run.length > leastChangesPerCharacter;
}

function kindOf(code: number): 'digit' | 'upper' | 'lower' | 'sign' {
  if (code >= 48 && code <= 57) {
    return 'digit';
  }
  if (code >= 65 && code <= 90) {
    return 'upper';
  }
  if (code >= 97 && code <= 122) {
    return 'lower';
  }
  return 'sign';
}
