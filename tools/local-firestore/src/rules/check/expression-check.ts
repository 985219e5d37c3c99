import { globalFunctions } from '../builtins/global-functions.ts';
import { methodArities } from '../builtins/methods.ts';
import { documentFunctionNames } from '../evaluate/evaluator.ts';
import { namespaces } from '../source/expression-parser.ts';
import { RulesSyntaxError } from '../source/rules-syntax-error.ts';
import type { Expression, FunctionDeclaration } from '../source/syntax.ts';
import { typeNames } from '../values/value.ts';

/** The names that are there without being declared, and what is in them. Others are not covered. */
const members: Readonly<Record<string, readonly string[]>> = {
  request: ['auth', 'method', 'path', 'query', 'resource', 'time'],
  resource: ['data', 'id', '__name__'],
  'request.auth': ['uid', 'token'],
  'request.query': ['limit', 'offset'],
  'request.resource': ['data', 'id', '__name__'],
};

/** What an expression may use. */
export interface NameCheck {
  isVariable(name: string): boolean;
  function(name: string): FunctionDeclaration | undefined;
}

/**
 * Refuses whatever could not be evaluated: undeclared names, functions and methods that are unknown or called with
 * another number of arguments, unknown types. Google's compiler only warns of some of these.
 *
 * @returns the functions of the ruleset that it calls
 * @throws {RulesSyntaxError}
 */
export function checkExpression(expression: Expression, names: NameCheck): FunctionDeclaration[] {
  const called: FunctionDeclaration[] = [];

  function check(one: Expression): void {
    for (const part of partsOf(one)) {
      check(part);
    }
    switch (one.kind) {
      case 'variable':
        checkVariable(one, names);
        break;
      case 'member':
        checkMember(one);
        break;
      case 'call':
        called.push(...checkCall(one, names));
        break;
      case 'method':
        checkArity(one, methodArities(one.name));
        break;
      case 'is':
        checkType(one);
        break;
      default:
    }
  }

  check(expression);
  return called;
}

/** The expressions right inside of one. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items;
    case 'map':
      return expression.entries.flat();
    case 'path':
      return expression.segments.filter((segment) => typeof segment !== 'string');
    case 'member':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'range':
      return [expression.object, expression.from, expression.to];
    case 'call':
      return expression.args;
    case 'method':
      return [expression.object, ...expression.args];
    case 'unary':
    case 'is':
      return [expression.operand];
    case 'binary':
    case 'logical':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    default:
      return [];
  }
}

function checkVariable({ name, at }: Extract<Expression, { kind: 'variable' }>, names: NameCheck): void {
  if (namespaces.has(name) || !(names.isVariable(name) || name === 'request' || name === 'resource')) {
    throw new RulesSyntaxError(at, `Invalid variable name: ${name}.`);
  }
}

function checkMember({ object, name, at }: Extract<Expression, { kind: 'member' }>): void {
  const known = members[dottedName(object) ?? ''];
  if (known !== undefined && !known.includes(name)) {
    throw new RulesSyntaxError(at, `The property ${name} is not covered here.`);
  }
}

function dottedName(expression: Expression): string | undefined {
  if (expression.kind === 'variable') {
    return expression.name;
  }
  return expression.kind === 'member' ? `${dottedName(expression.object)}.${expression.name}` : undefined;
}

function checkCall(
  call: Extract<Expression, { kind: 'call' }>,
  names: NameCheck,
): readonly FunctionDeclaration[] {
  const declared = names.function(call.name);
  if (declared) {
    checkArity(call, new Set([declared.parameters.length]));
    return [declared];
  }
  const builtin = Object.hasOwn(globalFunctions, call.name) ? globalFunctions[call.name] : undefined;
  const arities = documentFunctionNames.has(call.name) ? [1] : [];
  checkArity(call, new Set(builtin ? [builtin.arity] : arities));
  return [];
}

function checkArity(
  { name, args, at }: Extract<Expression, { kind: 'call' | 'method' }>,
  arities: ReadonlySet<number>,
): void {
  if (arities.size === 0) {
    throw new RulesSyntaxError(at, `Invalid function name: ${name}.`);
  }
  if (!arities.has(args.length)) {
    const wanted = [...arities].join(' or ');
    throw new RulesSyntaxError(at, `Function ${name} takes ${wanted} arguments, not ${args.length}.`);
  }
}

function checkType({ type, at }: Extract<Expression, { kind: 'is' }>): void {
  if (!typeNames.some((name) => name === type)) {
    throw new RulesSyntaxError(at, `Unexpected '${type}': no such type.`);
  }
}
