import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRuleset, type Ruleset } from './ruleset.ts';
import { RulesSyntaxError } from './source/rules-syntax-error.ts';
import { anyExpression, tokenSoup } from './testing/arbitrary-rules.ts';
import { provesCondition, where } from './testing/ask-query.ts';
import { askRules, outcomeOf, rulesOf } from './testing/ask-rules.ts';
import { assertQueriesAreSound, assertUnfilteredQueriesAreSound } from './testing/query-soundness.ts';

// Fixed seeds: a failure comes again. The numbers of runs stand in the names, so that the output tells them.
const fuzzSeed = 20_261_125;
const soups = 6000;
const expressionCount = 3000;
const queries = 6000;

/** The ruleset, or undefined when it was refused in the way in which rules are refused. */
function loaded(source: string): Ruleset | undefined {
  try {
    return compileRuleset(source);
  } catch (error) {
    expect(error).toBeInstanceOf(RulesSyntaxError);
    const { line, column } = (error as RulesSyntaxError).at;
    expect(line).toBeGreaterThan(0);
    expect(column).toBeGreaterThan(0);
    return undefined;
  }
}

describe('no input makes it crash or hang', () => {
  it(`${soups} sources of words in any order are loaded or refused with a place`, () => {
    fc.assert(
      fc.property(tokenSoup, (soup) => {
        loaded(soup);
        if (loaded(rulesOf(`allow get: if ${soup};`))) {
          outcomeOf(soup);
        }
        loaded(rulesOf(soup));
      }),
      { numRuns: soups, seed: fuzzSeed },
    );
  });

  it(`${expressionCount} expressions of any types have an answer for a document and for a query`, () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(loaded(rulesOf(`allow get: if ${expression};`))).toBeDefined();
        const context = { resource: { a: [1, 'a'], b: { a: 'b' } } };
        const answer = outcomeOf(expression, context);
        expect(['boolean', 'string']).toContain(typeof answer);
        // The opposite of what has no value has none either, so it never allows.
        if (typeof answer === 'string') {
          expect(askRules(rulesOf(`allow get: if !(${expression});`), context).allowed).toBe(false);
        }
        provesCondition(expression, where('a', 'EQUAL', 'a'));
      }),
      { numRuns: expressionCount, seed: fuzzSeed },
    );
  });
});

describe('no query is allowed that could return a document which may not be read', () => {
  it(`${queries} conditions, filters and documents`, () => {
    const { allowed, returned } = assertQueriesAreSound({ numRuns: queries, seed: fuzzSeed });
    // Enough were allowed for the property to mean something.
    expect(allowed).toBeGreaterThan(queries / 40);
    expect(returned).toBeGreaterThan(queries / 40);
  });

  it('and without a filter only what every document would pass', () => {
    assertUnfilteredQueriesAreSound({ numRuns: queries, seed: fuzzSeed });
  });
});
