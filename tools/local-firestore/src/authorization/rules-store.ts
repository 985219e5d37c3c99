import { readFileSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { LocalFirestoreError } from '../errors.ts';
import { compileRuleset, type Ruleset } from '../rules/ruleset.ts';
import { RulesSyntaxError } from '../rules/source/rules-syntax-error.ts';

/** The rules of each project. */
export interface RulesStore {
  /** A project's own rules, or the file's; undefined when there are none. */
  get(projectId: string): Ruleset | undefined;
  /** Replaces the rules of one project. @throws {RulesSyntaxError} and keeps the ones before */
  set(projectId: string, source: string): void;
}

/** Compiling takes longer than looking up, and test files load the same rules again and again. */
const maxCompiled = 16;

/**
 * @param rulesFile a `firestore.rules` for projects that have none of their own
 * @throws {LocalFirestoreError} rules_invalid
 */
export function createRulesStore(rulesFile: string | undefined): RulesStore {
  const initial = rulesFile === undefined ? undefined : readRules(rulesFile);
  const compiled = new LRUCache<string, Ruleset>({ max: maxCompiled });
  const ofProject = new Map<string, Ruleset>();

  function compile(source: string): Ruleset {
    const ruleset = compiled.get(source) ?? compileRuleset(source);
    compiled.set(source, ruleset);
    return ruleset;
  }

  return {
    get: (projectId) => ofProject.get(projectId) ?? initial,
    set(projectId, source) {
      ofProject.set(projectId, compile(source));
    },
  };
}

function readRules(path: string): Ruleset {
  try {
    return compileRuleset(readFileSync(path, 'utf8'));
  } catch (error) {
    const where = error instanceof RulesSyntaxError ? `:${error.at.line}:${error.at.column}` : '';
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalFirestoreError(
      'rules_invalid',
      `Cannot use the rules in ${path}${where}: ${reason}`,
      error,
    );
  }
}
