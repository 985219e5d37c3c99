import type { Scope } from '../evaluate/evaluator.ts';
import { rulesLimits } from '../evaluate/limits.ts';
import { type Position, RulesSyntaxError } from '../source/rules-syntax-error.ts';
import { parseRuleset } from '../source/ruleset-parser.ts';
import type { AllowStatement, FunctionDeclaration, MatchBlock, PatternSegment } from '../source/syntax.ts';
import type { RulesValue } from '../values/value.ts';
import { checkExpression } from './expression-check.ts';

/** A match block with the whole path that it stands for. */
export interface Rule {
  readonly pattern: readonly PatternSegment[];
  readonly allows: readonly AllowStatement[];
  /** The names that its conditions see. */
  scope(variables: ReadonlyMap<string, RulesValue>): Scope;
}

/** A level of the source: the functions that it declares, inside of the levels around it. */
interface Level {
  readonly outer: Level | undefined;
  readonly variables: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
}

const rootPattern = ['databases', '*', 'documents'];

/**
 * Compiles a ruleset: parses it, checks all of it, and lists its match blocks with their whole paths.
 *
 * @throws {RulesSyntaxError} for a fault, and for whatever this evaluator does not cover
 */
export function compileRules(source: string): readonly Rule[] {
  const { functions, blocks } = parseRuleset(source);
  const root = levelOf(functions, new Set(), undefined);
  const rules: Rule[] = [];

  function visit(block: MatchBlock, around: readonly PatternSegment[], outer: Level): void {
    const pattern = [...around, ...block.pattern];
    checkPattern(pattern, block.at);
    const variables = new Set(pattern.flatMap((segment) => (segment.kind === 'text' ? [] : segment.name)));
    const level = levelOf(block.functions, variables, outer);
    for (const { condition } of block.allows) {
      checkExpression(condition, namesAt(level));
    }
    rules.push({ pattern, allows: block.allows, scope: (values) => scopeAt(level, values) });
    for (const inner of block.blocks) {
      visit(inner, pattern, level);
    }
  }
  for (const block of blocks) {
    visit(block, [], root);
  }
  return rules;
}

function levelOf(
  declarations: readonly FunctionDeclaration[],
  variables: ReadonlySet<string>,
  outer: Level | undefined,
): Level {
  const functions = new Map<string, FunctionDeclaration>();
  for (const declaration of declarations) {
    if (functions.has(declaration.name)) {
      throw new RulesSyntaxError(declaration.at, `Function ${declaration.name} is declared twice.`);
    }
    functions.set(declaration.name, declaration);
  }
  const level = { outer, variables, functions };
  checkFunctions(level);
  return level;
}

function checkFunctions(level: Level): void {
  const calls = new Map<FunctionDeclaration, FunctionDeclaration[]>();
  for (const declaration of level.functions.values()) {
    calls.set(declaration, checkFunction(declaration, level));
  }
  for (const declaration of calls.keys()) {
    const reached = new Set<FunctionDeclaration>();
    const open = [...(calls.get(declaration) ?? [])];
    for (let next = open.pop(); next; next = open.pop()) {
      if (next === declaration) {
        throw new RulesSyntaxError(declaration.at, `Function ${declaration.name} calls itself.`);
      }
      if (!reached.has(next)) {
        reached.add(next);
        open.push(...(calls.get(next) ?? []));
      }
    }
  }
}

function checkFunction(declaration: FunctionDeclaration, level: Level): FunctionDeclaration[] {
  const { at, name, parameters, bindings, result } = declaration;
  if (parameters.length > rulesLimits.parameters) {
    throw new RulesSyntaxError(at, `Function ${name} has more than ${rulesLimits.parameters} parameters.`);
  }
  if (bindings.length > rulesLimits.bindings) {
    throw new RulesSyntaxError(at, `Function ${name} has more than ${rulesLimits.bindings} let bindings.`);
  }
  const locals = new Set<string>();
  const declare = (local: string, where: Position) => {
    if (locals.has(local)) {
      throw new RulesSyntaxError(where, `The name ${local} is declared twice.`);
    }
    locals.add(local);
  };
  const names = namesAt(level);
  const inside = { ...names, isVariable: (one: string) => locals.has(one) || names.isVariable(one) };
  for (const parameter of parameters) {
    declare(parameter, at);
  }
  const called: FunctionDeclaration[] = [];
  for (const binding of bindings) {
    called.push(...checkExpression(binding.value, inside));
    declare(binding.name, binding.at);
  }
  return [...called, ...checkExpression(result, inside)];
}

function checkPattern(pattern: readonly PatternSegment[], at: Position): void {
  const isRooted = rootPattern.every((text, position) => {
    const segment = pattern[position];
    if (text === '*') {
      return segment !== undefined && segment.kind !== 'recursive';
    }
    return segment?.kind === 'text' && segment.text === text;
  });
  if (!isRooted) {
    throw new RulesSyntaxError(at, 'Paths must start with /databases/{database}/documents.');
  }
  if (pattern.length > rulesLimits.patternSegments) {
    throw new RulesSyntaxError(at, `A path may have ${rulesLimits.patternSegments} segments at most.`);
  }
  const names = pattern.flatMap((segment) => (segment.kind === 'text' ? [] : segment.name));
  if (names.length > rulesLimits.wildcards) {
    throw new RulesSyntaxError(at, `A path may have ${rulesLimits.wildcards} wildcards at most.`);
  }
  const twin = names.find((name, position) => names.indexOf(name) !== position);
  if (twin !== undefined) {
    throw new RulesSyntaxError(at, `The name ${twin} is declared twice.`);
  }
  if (pattern.filter(({ kind }) => kind === 'recursive').length > 1) {
    throw new RulesSyntaxError(at, 'More than one recursive wildcard in a path is not covered.');
  }
}

function namesAt(level: Level) {
  return {
    isVariable: (name: string) => level.variables.has(name),
    function: (name: string) => declaredAt(level, name)?.functions.get(name),
  };
}

/** The innermost level that declares a function. */
function declaredAt(level: Level | undefined, name: string): Level | undefined {
  return level === undefined || level.functions.has(name) ? level : declaredAt(level.outer, name);
}

/** A function sees what is declared around it, not around its caller; wildcards have different names, so all may be given. */
function scopeAt(level: Level, variables: ReadonlyMap<string, RulesValue>): Scope {
  return {
    variable: (name) => variables.get(name),
    function(name) {
      const home = declaredAt(level, name);
      const declaration = home?.functions.get(name);
      return home && declaration && { declaration, scope: scopeAt(home, variables) };
    },
  };
}
