import type { Lexer, Token } from './lexer.ts';
import { type Position, RulesSyntaxError } from './rules-syntax-error.ts';
import type { BinaryOperator, Expression } from './syntax.ts';

/** Deeper expressions would be refused by the limits of evaluation anyway; this keeps the stack safe. */
const maxDepth = 400;
const maxInteger = 2n ** 63n - 1n;

/** The higher, the tighter. @see https://firebase.google.com/docs/rules/rules-language#building_conditions */
const operatorPrecedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  in: 4,
  is: 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
};

/** Names that are no variables. */
export const reservedWords = new Set([
  'true',
  'false',
  'null',
  'in',
  'is',
  'if',
  'let',
  'return',
  'function',
]);

/** Globals whose members are functions, so `duration.value(…)` is no method of a value. */
export const namespaces = new Set(['duration', 'timestamp', 'math', 'latlng', 'hashing']);

/** Parses one expression, and leaves the lexer after it. @throws {RulesSyntaxError} */
export function parseExpression(lexer: Lexer): Expression {
  const depths = new WeakMap<Expression, number>();
  let nesting = 0;

  function made(expression: Expression, ...parts: readonly Expression[]): Expression {
    const depth = 1 + Math.max(0, ...parts.map((part) => depths.get(part) ?? 0));
    if (depth > maxDepth) {
      throw new RulesSyntaxError(expression.at, 'This expression is nested too deeply.');
    }
    depths.set(expression, depth);
    return expression;
  }

  function conditional(): Expression {
    nesting += 1;
    if (nesting > maxDepth) {
      throw new RulesSyntaxError(lexer.peek().at, 'This expression is nested too deeply.');
    }
    const condition = binary(1);
    if (!take('?')) {
      nesting -= 1;
      return condition;
    }
    const whenTrue = conditional();
    expect(':');
    const whenFalse = conditional();
    nesting -= 1;
    const { at } = condition;
    return made({ kind: 'conditional', at, condition, whenTrue, whenFalse }, condition, whenTrue, whenFalse);
  }

  function binary(minimum: number): Expression {
    let left = unary();
    for (;;) {
      const token = lexer.peek();
      const precedence = isOperator(token) ? (operatorPrecedence[token.text] ?? 0) : 0;
      if (precedence < minimum) {
        return left;
      }
      lexer.next();
      left = operation(token, left, precedence);
    }
  }

  function operation({ text, at }: Token, left: Expression, precedence: number): Expression {
    if (text === 'is') {
      return made({ kind: 'is', at, operand: left, type: name() }, left);
    }
    const right = binary(precedence + 1);
    return text === '&&' || text === '||'
      ? made({ kind: 'logical', at, operator: text, left, right }, left, right)
      : made({ kind: 'binary', at, operator: text as BinaryOperator, left, right }, left, right);
  }

  function unary(): Expression {
    const signs: { operator: '!' | '-'; at: Position }[] = [];
    for (let token = lexer.peek(); isSign(token); token = lexer.peek()) {
      signs.push({ operator: token.text as '!' | '-', at: lexer.next().at });
    }
    return signs.reduceRight(
      (operand, { operator, at }) => made({ kind: 'unary', at, operator, operand }, operand),
      postfix(),
    );
  }

  function postfix(): Expression {
    let value = primary();
    for (;;) {
      const { at } = lexer.peek();
      if (take('.')) {
        value = member(value, at);
      } else if (take('[')) {
        value = index(value, at);
      } else {
        return value;
      }
    }
  }

  function member(object: Expression, at: Position): Expression {
    const property = name();
    if (!take('(')) {
      return made({ kind: 'member', at, object, name: property }, object);
    }
    const args = list(')');
    if (object.kind === 'variable' && namespaces.has(object.name)) {
      return made({ kind: 'call', at: object.at, name: `${object.name}.${property}`, args }, ...args);
    }
    return made({ kind: 'method', at, object, name: property, args }, object, ...args);
  }

  function index(object: Expression, at: Position): Expression {
    const from = conditional();
    if (!take(':')) {
      expect(']');
      return made({ kind: 'index', at, object, index: from }, object, from);
    }
    const to = conditional();
    expect(']');
    return made({ kind: 'range', at, object, from, to }, object, from, to);
  }

  function primary(): Expression {
    const token = lexer.next();
    const { at, text } = token;
    switch (token.kind) {
      case 'string':
        return made({ kind: 'literal', at, value: text });
      case 'float':
        return made({ kind: 'literal', at, value: Number(text) });
      case 'integer':
        return integer(token);
      case 'name':
        return named(token);
      default:
    }
    if (text === '(') {
      const inner = conditional();
      expect(')');
      return inner;
    }
    if (text === '[') {
      const items = list(']');
      return made({ kind: 'list', at, items }, ...items);
    }
    if (text === '{') {
      return map(at);
    }
    if (text === '/') {
      return path(at);
    }
    throw unexpected(token);
  }

  function named({ text, at }: Token): Expression {
    if (text === 'true' || text === 'false') {
      return made({ kind: 'literal', at, value: text === 'true' });
    }
    if (text === 'null') {
      return made({ kind: 'literal', at, value: null });
    }
    if (reservedWords.has(text)) {
      throw new RulesSyntaxError(at, `Unexpected '${text}'.`);
    }
    if (!take('(')) {
      return made({ kind: 'variable', at, name: text });
    }
    const args = list(')');
    return made({ kind: 'call', at, name: text, args }, ...args);
  }

  function map(at: Position): Expression {
    const entries: [Expression, Expression][] = [];
    while (!take('}')) {
      if (entries.length > 0) {
        expect(',');
      }
      const key = conditional();
      expect(':');
      entries.push([key, conditional()]);
    }
    return made({ kind: 'map', at, entries }, ...entries.flat());
  }

  /** The first slash is taken. `$(…)` stands for one segment. */
  function path(at: Position): Expression {
    const segments: (string | Expression)[] = [];
    do {
      if (lexer.takeAdjacent('$')) {
        expect('(');
        segments.push(conditional());
        expect(')');
      } else {
        const text = lexer.takePathText();
        if (text === undefined) {
          throw new RulesSyntaxError(lexer.position(), 'Missing path segment.');
        }
        segments.push(text);
      }
    } while (lexer.takeAdjacent('/'));
    return made({ kind: 'path', at, segments }, ...segments.filter((one) => typeof one !== 'string'));
  }

  function list(end: ')' | ']'): Expression[] {
    const items: Expression[] = [];
    while (!take(end)) {
      if (items.length > 0) {
        expect(',');
      }
      items.push(conditional());
    }
    return items;
  }

  function take(symbol: string): boolean {
    const token = lexer.peek();
    const found = token.kind === 'symbol' && token.text === symbol;
    if (found) {
      lexer.next();
    }
    return found;
  }

  function expect(symbol: string): void {
    if (!take(symbol)) {
      throw unexpected(lexer.peek(), symbol);
    }
  }

  function name(): string {
    const token = lexer.next();
    if (token.kind !== 'name') {
      throw unexpected(token);
    }
    return token.text;
  }

  return conditional();

  function integer({ text, at }: Token): Expression {
    const value = BigInt(text);
    if (value > maxInteger) {
      throw new RulesSyntaxError(at, `The integer ${text} is too large.`);
    }
    return made({ kind: 'literal', at, value });
  }
}

/** A fault at a token, in the words of Google's compiler. */
export function unexpected({ kind, text, at }: Token, instead?: string): RulesSyntaxError {
  const found = kind === 'end' ? 'end of file' : `'${text}'`;
  return new RulesSyntaxError(
    at,
    `Unexpected ${found}.${instead === undefined ? '' : ` Missing '${instead}'.`}`,
  );
}

function isOperator({ kind, text }: Token): boolean {
  return kind === 'symbol' || (kind === 'name' && (text === 'in' || text === 'is'));
}

function isSign({ kind, text }: Token): boolean {
  return kind === 'symbol' && (text === '!' || text === '-');
}
