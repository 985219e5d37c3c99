/** Why an expression has no value. Such an expression never allows anything. */
export class EvaluationError extends Error {
  /** @param message what was wrong, in Google's words where they are known */
  constructor(message: string) {
    super(message);
    this.name = 'EvaluationError';
  }
}

/** A limit of evaluation was hit. Unlike other errors, nothing beside it can still allow the request. */
export class LimitError extends EvaluationError {
  constructor(message: string) {
    super(message);
    this.name = 'LimitError';
  }
}
