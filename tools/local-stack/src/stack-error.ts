/** A reason why the local stack cannot start or go on, in a sentence for the person at the terminal. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** The sentence of an error, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  // fetch says no more than "fetch failed"; what happened is in the cause.
  const cause = error.cause instanceof Error ? error.cause : undefined;
  return cause === undefined || error instanceof StackError
    ? error.message
    : `${error.message}: ${cause.message}`;
}
