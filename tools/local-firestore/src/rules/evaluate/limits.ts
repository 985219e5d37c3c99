import type { FunctionDeclaration } from '../source/syntax.ts';
import { LimitError } from './evaluation-error.ts';

/** Google's limits. @see https://firebase.google.com/docs/firestore/quotas#security_rules */
export const rulesLimits = {
  expressions: 1000,
  callDepth: 20,
  parameters: 7,
  bindings: 10,
  /** For one document or query; twenty for all of a batch, transaction or multi-document read. */
  documentReads: 10,
  documentReadsOfBatch: 20,
  patternSegments: 100,
  wildcards: 20,
} as const;

/** Documents that `get` and its like have read, shared by the decisions about one request. */
export interface ReadBudget {
  readonly paths: Set<string>;
  readonly limit: number;
}

/** What one decision may still cost. */
export interface Budget {
  /** One more expression. @throws {LimitError} */
  step(): void;
  /** Runs the body of a function. @throws {LimitError} */
  inCall<T>(declaration: FunctionDeclaration, body: () => T): T;
  /** One more document; the same one again costs nothing. @throws {LimitError} */
  read(path: string): void;
}

/** @param shared what the other decisions of the same request read */
export function createBudget(shared: ReadBudget): Budget {
  const own = new Set<string>();
  let expressions = 0;
  let depth = 0;
  return {
    step() {
      expressions += 1;
      if (expressions > rulesLimits.expressions) {
        throw new LimitError(
          `Maximum of ${rulesLimits.expressions} expressions to evaluate has been reached.`,
        );
      }
    },
    inCall({ name }, body) {
      depth += 1;
      if (depth > rulesLimits.callDepth) {
        throw new LimitError(`Function ${name} is called too deeply: the limit is ${rulesLimits.callDepth}.`);
      }
      try {
        return body();
      } finally {
        depth -= 1;
      }
    },
    read(path) {
      own.add(path);
      shared.paths.add(path);
      if (own.size > rulesLimits.documentReads || shared.paths.size > shared.limit) {
        throw new LimitError('Too many document access calls.');
      }
    },
  };
}
