import { globalFunctions, toText } from '../builtins/global-functions.ts';
import { callMethod } from '../builtins/methods.ts';
import type { QueryFacts } from '../query/query-facts.ts';
import type { Expression, FunctionDeclaration } from '../source/syntax.ts';
import { RulesPath, type RulesValue, typeOf, Unknown } from '../values/value.ts';
import { EvaluationError, LimitError } from './evaluation-error.ts';
import type { Budget } from './limits.ts';
import { itemOf, negate, operate, propertyOf, rangeOf } from './operators.ts';
import { methodOfUnknown, operateOnUnknown, propertyOfUnknown } from './unknown-operators.ts';

/** Reads documents for `get` and its like; undefined when there is none. */
export interface DocumentFunctions {
  /** @param after as the whole request leaves it */
  read(path: RulesPath, after: boolean): RulesValue | undefined;
}

/** What one decision is made from. */
export interface EvaluationContext {
  readonly documents: DocumentFunctions;
  readonly facts: QueryFacts;
  readonly budget: Budget;
  /** Refuses values that have become too large. @throws {LimitError} */
  readonly weigh: (value: unknown) => number;
}

/** The names that an expression sees. */
export interface Scope {
  variable(name: string): RulesValue | undefined;
  function(name: string): { readonly declaration: FunctionDeclaration; readonly scope: Scope } | undefined;
}

const documentFunctions: Readonly<Record<string, { after: boolean; exists: boolean }>> = {
  get: { after: false, exists: false },
  getAfter: { after: true, exists: false },
  exists: { after: false, exists: true },
  existsAfter: { after: true, exists: true },
};

/** The functions that read documents. */
export const documentFunctionNames: ReadonlySet<string> = new Set(Object.keys(documentFunctions));

/**
 * The value of an expression, `Unknown` when a query leaves it open.
 *
 * @throws {EvaluationError} when it has none
 */
export function evaluate(expression: Expression, scope: Scope, context: EvaluationContext): RulesValue {
  context.budget.step();
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'variable':
      return variableOf(expression.name, scope);
    case 'member':
      return property(evaluate(expression.object, scope, context), expression.name, context);
    case 'logical':
      return evaluateLogical(expression, scope, context);
    case 'conditional':
      return evaluateConditional(expression, scope, context);
    case 'call':
      return call(expression, scope, context);
    default:
      return made(evaluateFromParts(expression, scope, context), context);
  }
}

type Compound = Exclude<
  Expression,
  { kind: 'literal' | 'variable' | 'member' | 'logical' | 'conditional' | 'call' }
>;

function evaluateFromParts(expression: Compound, scope: Scope, context: EvaluationContext): RulesValue {
  const part = (one: Expression) => evaluate(one, scope, context);
  switch (expression.kind) {
    case 'binary': {
      const { operator, left, right } = expression;
      const [one, other] = [part(left), part(right)];
      return one instanceof Unknown || other instanceof Unknown
        ? operateOnUnknown(operator, one, other, context.facts)
        : operate(operator, one, other);
    }
    case 'unary':
      return fromKnown([part(expression.operand)], ([value]) =>
        expression.operator === '-' ? negate(value ?? null) : !asBoolean(value ?? null),
      );
    case 'is':
      return fromKnown([part(expression.operand)], ([value]) => isOfType(value ?? null, expression.type));
    case 'method': {
      const object = part(expression.object);
      const args = expression.args.map(part);
      return object instanceof Unknown
        ? methodOfUnknown(object, expression.name, args, context.facts)
        : fromKnown(args, () => callMethod(object, expression.name, args));
    }
    case 'index': {
      const [object, index] = [part(expression.object), part(expression.index)];
      return object instanceof Unknown && typeof index === 'string'
        ? propertyOfUnknown(object, index, context.facts)
        : fromKnown([object, index], () => itemOf(object, index));
    }
    case 'range': {
      const [object, from, to] = [part(expression.object), part(expression.from), part(expression.to)];
      return fromKnown([object, from, to], () => rangeOf(object, from, to));
    }
    case 'list':
      return fromKnown(expression.items.map(part), (items) => items);
    case 'map':
      return fromKnown(expression.entries.flat().map(part), mapOf);
    case 'path':
      return fromKnown(
        expression.segments.map((segment) => (typeof segment === 'string' ? segment : part(segment))),
        (segments) => new RulesPath(segments.flatMap(pathSegments)),
      );
  }
}

/** One operand alone can decide, whatever is wrong with the other or unknown of it, as in CEL. Limits are final. */
function evaluateLogical(
  { operator, left, right }: Extract<Expression, { kind: 'logical' }>,
  scope: Scope,
  context: EvaluationContext,
): RulesValue {
  const decisive = operator === '||';
  const one = attempt(() => asBooleanOrUnknown(evaluate(left, scope, context)));
  if (one === decisive) {
    return decisive;
  }
  const other = attempt(() => asBooleanOrUnknown(evaluate(right, scope, context)));
  if (other === decisive) {
    return decisive;
  }
  for (const outcome of [one, other]) {
    if (outcome instanceof EvaluationError) {
      throw outcome;
    }
  }
  return one instanceof Unknown || other instanceof Unknown ? new Unknown() : !decisive;
}

function attempt(run: () => boolean | Unknown): boolean | Unknown | EvaluationError {
  try {
    return run();
  } catch (error) {
    if (error instanceof EvaluationError && !(error instanceof LimitError)) {
      return error;
    }
    throw error;
  }
}

function evaluateConditional(
  { condition, whenTrue, whenFalse }: Extract<Expression, { kind: 'conditional' }>,
  scope: Scope,
  context: EvaluationContext,
): RulesValue {
  const decided = asBooleanOrUnknown(evaluate(condition, scope, context));
  if (decided instanceof Unknown) {
    return decided;
  }
  return evaluate(decided ? whenTrue : whenFalse, scope, context);
}

function call(
  { name, args }: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  context: EvaluationContext,
): RulesValue {
  const values = args.map((arg) => evaluate(arg, scope, context));
  const found = scope.function(name);
  if (found) {
    return context.budget.inCall(found.declaration, () => callFunction(found, values, context));
  }
  const [first = null] = values;
  const reading = Object.hasOwn(documentFunctions, name) ? documentFunctions[name] : undefined;
  if (reading) {
    return fromKnown(values, () => readDocument(first, reading, context));
  }
  const builtin = Object.hasOwn(globalFunctions, name) ? globalFunctions[name] : undefined;
  if (!builtin) {
    throw new EvaluationError(`Function not found error: Name: [${name}].`);
  }
  return made(
    fromKnown(values, () => builtin.run(...values)),
    context,
  );
}

function callFunction(
  { declaration, scope }: { declaration: FunctionDeclaration; scope: Scope },
  values: readonly RulesValue[],
  context: EvaluationContext,
): RulesValue {
  const locals = new Map(declaration.parameters.map((name, at) => [name, values[at] ?? null]));
  const inside: Scope = {
    variable: (name) => (locals.has(name) ? locals.get(name) : scope.variable(name)),
    function: (name) => scope.function(name),
  };
  for (const { name, value } of declaration.bindings) {
    locals.set(name, evaluate(value, inside, context));
  }
  return evaluate(declaration.result, inside, context);
}

function readDocument(
  path: RulesValue,
  { after, exists }: { after: boolean; exists: boolean },
  { budget, documents }: EvaluationContext,
): RulesValue {
  if (!(path instanceof RulesPath && namesDocument(path))) {
    throw new EvaluationError('A document is named by its whole path.');
  }
  budget.read(path.toString());
  const document = documents.read(path, after);
  if (exists) {
    return document !== undefined;
  }
  if (document === undefined) {
    throw new EvaluationError(`Service call error. Function: [get], Argument: [${path}].`);
  }
  return document;
}

/** `/databases/NAME/documents`, and then pairs of a collection and an id, none of them empty. */
function namesDocument({ segments: [databases, , documents, ...below] }: RulesPath): boolean {
  return (
    databases === 'databases' &&
    documents === 'documents' &&
    below.length > 0 &&
    below.length % 2 === 0 &&
    !below.includes('')
  );
}

function variableOf(name: string, scope: Scope): RulesValue {
  const value = scope.variable(name);
  if (value === undefined) {
    throw new EvaluationError(`Variable not found error: Name: [${name}].`);
  }
  return value;
}

function property(object: RulesValue, name: string, { facts }: EvaluationContext): RulesValue {
  return object instanceof Unknown ? propertyOfUnknown(object, name, facts) : propertyOf(object, name);
}

/** The result of known values; what is made from something unknown is unknown. */
function fromKnown(
  values: readonly RulesValue[],
  run: (values: readonly RulesValue[]) => RulesValue,
): RulesValue {
  return values.some((value) => value instanceof Unknown) ? new Unknown() : run(values);
}

function made(value: RulesValue, { weigh }: EvaluationContext): RulesValue {
  weigh(value);
  return value;
}

function mapOf(values: readonly RulesValue[]): RulesValue {
  const map = new Map<string, RulesValue>();
  for (let at = 0; at < values.length; at += 2) {
    const key = values[at];
    if (typeof key !== 'string') {
      throw new EvaluationError('The keys of a map are texts.');
    }
    map.set(key, values[at + 1] ?? null);
  }
  return map;
}

/** `$(path)` brings all of its segments; a text, slashes included, a number, a boolean or null is one. */
function pathSegments(value: RulesValue): readonly string[] {
  return value instanceof RulesPath ? value.segments : [toText(value)];
}

function isOfType(value: RulesValue, type: string): boolean {
  const actual = typeOf(value);
  return type === 'number' ? actual === 'int' || actual === 'float' : actual === type;
}

function asBoolean(value: RulesValue): boolean {
  if (typeof value !== 'boolean') {
    throw new EvaluationError(
      value === null ? 'Null value error.' : `Type error. Received: ${typeOf(value)}. Expected: bool.`,
    );
  }
  return value;
}

/** What a condition is. @throws {EvaluationError} when it is neither */
export function asBooleanOrUnknown(value: RulesValue): boolean | Unknown {
  return value instanceof Unknown ? value : asBoolean(value);
}
