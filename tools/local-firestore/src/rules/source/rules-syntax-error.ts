/** Where something stands in the source; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Why a ruleset was not accepted: a fault of syntax, or something that this evaluator does not cover. */
export class RulesSyntaxError extends Error {
  readonly at: Position;

  /**
   * @param at where the fault is
   * @param message one sentence
   */
  constructor(at: Position, message: string) {
    super(message);
    this.name = 'RulesSyntaxError';
    this.at = at;
  }
}
