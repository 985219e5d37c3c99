/**
 * Why a mail was not sent. `permanent`: the server refused this mail for good. `temporary`: it may take it later.
 * `misconfigured`: it refuses all of our mails until somebody mends the configuration; the mail is kept for then.
 */
export interface SmtpFailure {
  kind: 'permanent' | 'temporary' | 'misconfigured';
  /** `550 5.1.1`, or the name of an error such as `ECONNREFUSED`: a code, and none of the server's words. */
  code: string;
}

/** As far as they are read, the errors of the library. */
interface LibraryError {
  code?: unknown;
  originalCode?: unknown;
  command?: unknown;
  response?: unknown;
  responseCode?: unknown;
  permanent?: unknown;
}

/** The server asks for a login, for another one, or for TLS (RFC 4954, section 6). */
const loginCodes = new Set([530, 534, 535, 538]);
const loginErrors = new Set(['EAUTH', 'ENOAUTH', 'ETLS', 'ECONFIG']);
const certificateError = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL/;
const errorName = /^[A-Z][A-Z0-9_]{1,60}$/;

/** What a failure of the library means. */
export function describeSmtpFailure(error: unknown): SmtpFailure {
  const failure: LibraryError = error instanceof Error ? { ...error } : {};
  const { command, permanent } = failure;
  const responseCode = typeof failure.responseCode === 'number' ? failure.responseCode : null;
  const name = errorNameOf(failure);
  if (responseCode === null) {
    const isOurs = failure.code === 'EMESSAGE' || failure.code === 'EENVELOPE';
    return {
      kind: isOurs ? 'permanent' : isConfiguration(failure, name) ? 'misconfigured' : 'temporary',
      code: name,
    };
  }
  const code = failure.code === 'ETLS' ? 'ETLS' : (smtpCodeOf(failure.response) ?? String(responseCode));
  if (permanent !== true) {
    return { kind: 'temporary', code };
  }
  // Refused before there was a mail to refuse.
  const isAboutUs = loginCodes.has(responseCode) || command === 'CONN' || isConfiguration(failure, name);
  return { kind: isAboutUs ? 'misconfigured' : 'permanent', code };
}

/** The reply code at the start of a server's answer, with the enhanced code after it (RFC 3463). */
export function smtpCodeOf(response: unknown): string | null {
  const [, code, enhanced] =
    typeof response === 'string'
      ? (/^(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S))?/.exec(response) ?? [])
      : [];
  return code === undefined ? null : [code, enhanced].filter((part) => part !== undefined).join(' ');
}

function isConfiguration({ code }: LibraryError, name: string): boolean {
  return loginErrors.has(String(code)) || certificateError.test(name);
}

/** What the operating system or TLS called it, before the name that the library gives to all of a kind. */
function errorNameOf({ code, originalCode }: LibraryError): string {
  if (code === 'EABORT') {
    return 'ETIMEDOUT';
  }
  const names = [originalCode, code].filter((name) => typeof name === 'string' && errorName.test(name));
  return String(names[0] ?? 'EUNKNOWN');
}
