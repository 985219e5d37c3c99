import type { RulesValue } from '../values/value.ts';
import type { Position } from './rules-syntax-error.ts';

/** Operators that need the values of both sides. */
export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | 'in';

/** An expression, as it was written. */
export type Expression = { readonly at: Position } & (
  | { readonly kind: 'literal'; readonly value: RulesValue }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'path'; readonly segments: readonly (string | Expression)[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
  | {
      readonly kind: 'range';
      readonly object: Expression;
      readonly from: Expression;
      readonly to: Expression;
    }
  /** A function of the ruleset, or a global one (`get`, `duration.value`). */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'method';
      readonly object: Expression;
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'logical';
      readonly operator: '&&' | '||';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'is'; readonly operand: Expression; readonly type: string }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
);

/** `function name(parameters) { let …; return …; }` */
export interface FunctionDeclaration {
  readonly at: Position;
  readonly name: string;
  readonly parameters: readonly string[];
  readonly bindings: readonly { readonly at: Position; readonly name: string; readonly value: Expression }[];
  readonly result: Expression;
}

/** What an allow statement can name; `read` and `write` stand for several. */
export const ruleMethods = {
  get: ['get'],
  list: ['list'],
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  read: ['get', 'list'],
  write: ['create', 'update', 'delete'],
} as const;

/** What a request does. */
export type Method = 'get' | 'list' | 'create' | 'update' | 'delete';

/** `allow methods: if condition;` Without a condition everybody is allowed. */
export interface AllowStatement {
  readonly at: Position;
  readonly methods: ReadonlySet<Method>;
  readonly condition: Expression;
}

/** One segment of a match path: text, `{name}`, or `{name=**}`. */
export type PatternSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'single'; readonly name: string }
  | { readonly kind: 'recursive'; readonly name: string };

/** `match path { … }` */
export interface MatchBlock {
  readonly at: Position;
  readonly pattern: readonly PatternSegment[];
  readonly functions: readonly FunctionDeclaration[];
  readonly allows: readonly AllowStatement[];
  readonly blocks: readonly MatchBlock[];
}

/** A whole source: what stands in `service cloud.firestore { … }`. */
export interface RulesetSource {
  readonly functions: readonly FunctionDeclaration[];
  readonly blocks: readonly MatchBlock[];
}
