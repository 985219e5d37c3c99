import { AppError } from '../errors/app-error.ts';

/** What an `If-Match` header asks for: any version (`*`), or one of these. */
export type IfMatch = { readonly anyVersion: true } | { readonly versions: readonly string[] };

const entityTagPattern = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/** The `ETag` of a version: a strong one, since two versions never share it. */
export function etagOf(version: string): string {
  return `"${version}"`;
}

/**
 * Reads an `If-Match` header (RFC 9110, section 13.1.1). Weak tags are left out: a strong comparison never matches them.
 * @throws {AppError} invalid_request when it is none.
 */
export function readIfMatch(header: string | undefined): IfMatch | undefined {
  if (header === undefined) {
    return undefined;
  }
  const list = readTags(header);
  if (list === 'any') {
    return { anyVersion: true };
  }
  return { versions: list.filter(({ weak }) => !weak).map(({ version }) => version) };
}

/** Whether a version is one that the `If-Match` asks for. Without the header any is. */
export function isExpectedVersion(ifMatch: IfMatch | undefined, version: string): boolean {
  return ifMatch === undefined || 'anyVersion' in ifMatch || ifMatch.versions.includes(version);
}

/**
 * Whether the caller of a GET has this version already, by its `If-None-Match` (RFC 9110, section 13.1.2). A header
 * that cannot be read counts as none.
 */
export function isKnownToCaller(ifNoneMatch: string | undefined, version: string): boolean {
  if (ifNoneMatch === undefined) {
    return false;
  }
  try {
    const list = readTags(ifNoneMatch);
    return list === 'any' || list.some((tag) => tag.version === version);
  } catch {
    return false;
  }
}

function readTags(header: string): 'any' | { weak: boolean; version: string }[] {
  if (header.trim() === '*') {
    return 'any';
  }
  return header.split(',').map((text) => {
    const [, weak, version] = entityTagPattern.exec(text.trim()) ?? [];
    if (version === undefined) {
      throw new AppError('invalid_request', {
        faults: [{ in: 'header', pointer: '/if-match', message: 'must be "*" or a list of entity tags' }],
      });
    }
    return { weak: weak !== undefined, version };
  });
}
