/** Why the local Firestore could not start or keep its data. */
export type LocalFirestoreErrorCode =
  | 'port_in_use'
  | 'address_unavailable'
  | 'data_folder_in_use'
  | 'data_folder_unusable'
  | 'journal_corrupt'
  | 'invalid_target'
  | 'indexes_invalid'
  | 'rules_invalid';

/** A failure of the server itself (never of one call), in one sentence that a person can act on. */
export class LocalFirestoreError extends Error {
  readonly code: LocalFirestoreErrorCode;

  /**
   * @param code stable and machine-readable
   * @param message one sentence, without a stack trace or secrets
   * @param cause the lower error, if there is one
   */
  constructor(code: LocalFirestoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LocalFirestoreError';
    this.code = code;
  }
}

/** The operating system's code of an error (`ENOENT`, `EADDRINUSE`), or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
