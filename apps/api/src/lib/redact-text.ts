/** What stands in a log line where a secret stood. */
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
  // A JSON Web Token, signed or not, and one that was cut short.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, redacted],
  // Google: access tokens, refresh tokens, authorization codes, client secrets, API keys.
  [/\bya29\.[\w.-]+/g, redacted],
  [/\b1\/\/0?[\w-]{10,}/g, redacted],
  [/\b4\/0?[\w-]{10,}/g, redacted],
  [/\bGOCSPX-[\w-]+/g, redacted],
  [/\bAIza[\w-]{30,}/g, redacted],
  // Our own API keys, also when they were cut short.
  [/\bkl_[0-9A-Za-z]{17}_[\w-]*/g, redacted],
  // Microsoft: refresh tokens and authorization codes, client secrets.
  [/\b[01M]\.[A-Z][\w.!*$-]{20,}/g, redacted],
  [/[\w.~-]{3}[78]Q~[\w.~-]{31,34}/g, redacted],
  [new RegExp(`([?&;#\\s"'](?:${secretNames})=)[^&#;\\s"']+`, 'gi'), `$1${redacted}`],
  [new RegExp(`^((?:${secretNames})=)[^&#;\\s"']+`, 'gi'), `$1${redacted}`],
  [new RegExp(`(["'](?:${secretNames})["']\\s*:\\s*["'])[^"']+`, 'gi'), `$1${redacted}`],
];

/** What every text has that one of the shapes, or a long run, could be found in: most texts have none of it. */
const suspicious =
  /-----BEGIN|bearer|basic|dpop|eyJ|ya29|[14]\/|GOCSPX|AIza|kl_|[01M]\.|Q~|auth |:\/\/|[="']|[A-Za-z0-9+/_-]{32}/i;

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
