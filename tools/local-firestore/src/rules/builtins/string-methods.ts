import { RE2JS, RE2JSException } from 're2js';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { assertAffordable } from '../values/size.ts';
import { asString, type Builtin } from './builtin.ts';

/** Methods of strings. @see https://firebase.google.com/docs/reference/rules/rules.String */
export const stringMethods: Readonly<Record<string, Builtin>> = {
  lower: { arity: 0, run: (text) => asString(text).toLowerCase() },
  upper: { arity: 0, run: (text) => asString(text).toUpperCase() },
  trim: { arity: 0, run: (text) => asString(text).trim() },
  size: { arity: 0, run: (text) => BigInt([...asString(text)].length) },
  toUtf8: { arity: 0, run: (text) => Buffer.from(asString(text)) },
  /** The whole text must match. */
  matches: { arity: 1, run: (text, pattern) => regex(asString(pattern)).matches(asString(text)) },
  split: { arity: 1, run: (text, pattern) => regex(asString(pattern)).split(asString(text)) },
  replace: {
    arity: 2,
    run(text, pattern, by) {
      assertAffordable(asString(text).length * asString(by).length);
      return regex(asString(pattern))
        .matcher(asString(text))
        .replaceAll(RE2JS.quoteReplacement(asString(by)));
    },
  },
};

// RE2 takes time in proportion to the text, so no pattern can hang the server.
function regex(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) {
      throw new EvaluationError(`Invalid regular expression: ${error.message}.`);
    }
    throw error;
  }
}
