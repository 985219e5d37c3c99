/** A command cannot do what was asked. The message is for a person, and says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The command was called in a wrong way. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
