import { parseExpression, reservedWords, unexpected } from './expression-parser.ts';
import { Lexer, type Token } from './lexer.ts';
import { type Position, RulesSyntaxError } from './rules-syntax-error.ts';
import {
  type AllowStatement,
  type Expression,
  type FunctionDeclaration,
  type MatchBlock,
  type Method,
  type PatternSegment,
  type RulesetSource,
  ruleMethods,
} from './syntax.ts';

/** Google's limits. @see https://firebase.google.com/docs/firestore/quotas#security_rules */
const maxSourceBytes = 256 * 1024;
const maxNestedBlocks = 10;

/**
 * Parses a ruleset of version 2.
 *
 * @throws {RulesSyntaxError} with the line and column of the first fault
 */
export function parseRuleset(source: string): RulesetSource {
  if (Buffer.byteLength(source) > maxSourceBytes) {
    throw new RulesSyntaxError({ line: 1, column: 1 }, 'A ruleset may have 256 KiB at most.');
  }
  return new RulesetParser(new Lexer(source)).parse();
}

class RulesetParser {
  readonly #lexer: Lexer;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
  }

  parse(): RulesetSource {
    const start = this.#lexer.peek();
    if (!this.#takeName('rules_version')) {
      throw new RulesSyntaxError(start.at, "Missing rules_version = '2'; other versions are not covered.");
    }
    this.#expect('=');
    const version = this.#lexer.next();
    if (version.kind !== 'string' || version.text !== '2') {
      throw new RulesSyntaxError(version.at, "Only rules_version = '2' is covered.");
    }
    this.#expect(';');
    this.#expectName('service');
    const service = [this.#name().text, this.#expect('.').text, this.#name().text].join('');
    if (service !== 'cloud.firestore') {
      throw new RulesSyntaxError(version.at, `The service ${service} is not covered.`);
    }
    const { functions, blocks, allows } = this.#body(0);
    if (allows[0]) {
      throw new RulesSyntaxError(allows[0].at, "Missing 'match' around 'allow'.");
    }
    const end = this.#lexer.next();
    if (end.kind !== 'end') {
      throw unexpected(end);
    }
    return { functions, blocks };
  }

  #body(depth: number): Omit<MatchBlock, 'at' | 'pattern'> {
    const functions: FunctionDeclaration[] = [];
    const allows: AllowStatement[] = [];
    const blocks: MatchBlock[] = [];
    this.#expect('{');
    while (!this.#take('}')) {
      const { at } = this.#lexer.peek();
      if (this.#takeName('function')) {
        functions.push(this.#function(at));
      } else if (this.#takeName('allow')) {
        allows.push(this.#allow(at));
      } else if (this.#takeName('match')) {
        if (depth === maxNestedBlocks) {
          throw new RulesSyntaxError(at, `At most ${maxNestedBlocks} match blocks may be nested.`);
        }
        blocks.push({ at, pattern: this.#pattern(), ...this.#body(depth + 1) });
      } else {
        throw unexpected(this.#lexer.peek(), '}');
      }
    }
    return { functions, allows, blocks };
  }

  #allow(at: Position): AllowStatement {
    const methods = new Set<Method>();
    do {
      const { text, at: where } = this.#name();
      if (!Object.hasOwn(ruleMethods, text)) {
        throw new RulesSyntaxError(where, `Unexpected '${text}': no such method.`);
      }
      for (const method of ruleMethods[text as keyof typeof ruleMethods]) {
        methods.add(method);
      }
    } while (this.#take(','));
    let condition: Expression = { kind: 'literal', at, value: true };
    if (this.#take(':')) {
      this.#expectName('if');
      condition = parseExpression(this.#lexer);
    }
    this.#expect(';');
    return { at, methods, condition };
  }

  #function(at: Position): FunctionDeclaration {
    const { text: name } = this.#variable();
    this.#expect('(');
    const parameters: string[] = [];
    while (!this.#take(')')) {
      if (parameters.length > 0) {
        this.#expect(',');
      }
      parameters.push(this.#variable().text);
    }
    this.#expect('{');
    const bindings: { at: Position; name: string; value: Expression }[] = [];
    for (let where = this.#lexer.peek().at; this.#takeName('let'); where = this.#lexer.peek().at) {
      const variable = this.#variable().text;
      this.#expect('=');
      bindings.push({ at: where, name: variable, value: parseExpression(this.#lexer) });
      this.#expect(';');
    }
    this.#expectName('return');
    const result = parseExpression(this.#lexer);
    this.#take(';');
    this.#expect('}');
    return { at, name, parameters, bindings, result };
  }

  #pattern(): PatternSegment[] {
    this.#expect('/');
    const pattern: PatternSegment[] = [];
    do {
      if (this.#lexer.takeAdjacent('{')) {
        pattern.push(this.#wildcard());
      } else {
        const text = this.#lexer.takePathText();
        if (text === undefined) {
          throw new RulesSyntaxError(this.#lexer.position(), 'Missing path segment.');
        }
        pattern.push({ kind: 'text', text });
      }
    } while (this.#lexer.takeAdjacent('/'));
    return pattern;
  }

  #wildcard(): PatternSegment {
    const { text: name } = this.#variable();
    const isRecursive = this.#take('=');
    if (isRecursive) {
      this.#expect('*');
      this.#expect('*');
    }
    this.#expect('}');
    return { kind: isRecursive ? 'recursive' : 'single', name };
  }

  #variable(): Token {
    const token = this.#name();
    if (reservedWords.has(token.text)) {
      throw unexpected(token);
    }
    return token;
  }

  #name(): Token {
    const token = this.#lexer.next();
    if (token.kind !== 'name') {
      throw unexpected(token);
    }
    return token;
  }

  #takeName(text: string): boolean {
    return this.#takeToken('name', text);
  }

  #take(symbol: string): boolean {
    return this.#takeToken('symbol', symbol);
  }

  #takeToken(kind: Token['kind'], text: string): boolean {
    const token = this.#lexer.peek();
    const found = token.kind === kind && token.text === text;
    if (found) {
      this.#lexer.next();
    }
    return found;
  }

  #expect(symbol: string): Token {
    const token = this.#lexer.peek();
    if (!this.#take(symbol)) {
      throw unexpected(token, symbol);
    }
    return token;
  }

  #expectName(text: string): void {
    const token = this.#lexer.peek();
    if (!this.#takeName(text)) {
      throw unexpected(token, text);
    }
  }
}
