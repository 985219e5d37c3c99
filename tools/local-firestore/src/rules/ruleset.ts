import { compileRules } from './check/compile.ts';
import { EvaluationError, LimitError } from './evaluate/evaluation-error.ts';
import { asBooleanOrUnknown, type DocumentFunctions, evaluate } from './evaluate/evaluator.ts';
import { createBudget, type ReadBudget } from './evaluate/limits.ts';
import { matchPath } from './match-path.ts';
import { noFacts, type QueryFacts } from './query/query-facts.ts';
import type { AllowStatement, Method } from './source/syntax.ts';
import { createScale } from './values/size.ts';
import type { RulesMap, RulesValue } from './values/value.ts';

/** What is asked of the rules, once for each document or disjunction of a query. */
export interface RulesQuestion {
  readonly method: Method;
  /** The whole path, from `databases` on; parts that a query leaves open are `ANY_ID` and `ANY_DEPTH`. */
  readonly path: readonly string[];
  readonly request: RulesMap;
  readonly resource: RulesValue;
  readonly documents: DocumentFunctions;
  /** What a query's filters make certain. Without: a document is judged. */
  readonly facts?: QueryFacts;
  readonly reads: ReadBudget;
}

/** What the rules say, and why: for a refusal, each condition that did not hold. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Rules, ready to decide. */
export interface Ruleset {
  decide(question: RulesQuestion): Decision;
}

/**
 * Compiles rules of version 2. Whatever they do not allow is refused.
 *
 * @throws {RulesSyntaxError} for a fault, and for whatever is not covered
 * @see https://firebase.google.com/docs/rules/rules-language
 */
export function compileRuleset(source: string): Ruleset {
  const rules = compileRules(source);
  return {
    decide(question) {
      const { documents, facts = noFacts, method, path, reads, request, resource } = question;
      const context = { documents, facts, budget: createBudget(reads), weigh: createScale() };
      const reasons: string[] = [];
      for (const { pattern, allows, scope } of rules) {
        const concerned = allows.filter(({ methods }) => methods.has(method));
        const wildcards = concerned.length > 0 ? matchPath(pattern, path) : undefined;
        if (!wildcards) {
          continue;
        }
        const names = scope(new Map([...wildcards, ['request', request], ['resource', resource]]));
        for (const allow of concerned) {
          try {
            const value = asBooleanOrUnknown(evaluate(allow.condition, names, context));
            if (value === true) {
              return { allowed: true, reason: '' };
            }
            reasons.push(explain(value === false ? 'false' : 'The query does not prove it', method, allow));
          } catch (error) {
            if (!(error instanceof EvaluationError)) {
              throw error;
            }
            reasons.push(explain(error.message, method, allow));
            if (error instanceof LimitError) {
              return { allowed: false, reason: reasons.join(', ') };
            }
          }
        }
      }
      return { allowed: false, reason: reasons.join(', ') || 'No matching allow statements' };
    },
  };
}

function explain(what: string, method: Method, { at }: AllowStatement): string {
  return `${what} for '${method}' @ L${at.line}`;
}
