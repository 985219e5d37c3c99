import { type Position, RulesSyntaxError } from './rules-syntax-error.ts';

/** One word of the source. */
export interface Token {
  readonly kind: 'name' | 'integer' | 'float' | 'string' | 'symbol' | 'end';
  /** The characters, or the value of a string. */
  readonly text: string;
  readonly at: Position;
}

const symbols = ['&&', '||', '==', '!=', '<=', '>=', ...'{}()[],;:.?!<>+-*/%=$'] as const;
const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
};
const whitespace = /[ \t\r\n\f]+/y;
const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const float = /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+/y;
const integer = /\d+/y;
const pathText = /[\w.~%@+\u0080-\uffff-]+/y;

/** Reads tokens as the parser asks for them, because a slash means division in one place and a path in another. */
export class Lexer {
  readonly #source: string;
  readonly #lineStarts: number[];
  #offset = 0;
  #peeked: { token: Token; end: number } | undefined;

  constructor(source: string) {
    this.#source = source;
    this.#lineStarts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /** The next token, which stays the next. */
  peek(): Token {
    this.#peeked ??= this.#scan();
    return this.#peeked.token;
  }

  /** Takes the next token. */
  next(): Token {
    const token = this.peek();
    this.#offset = this.#peeked?.end ?? this.#offset;
    this.#peeked = undefined;
    return token;
  }

  /** Takes one character right here, without space before it. */
  takeAdjacent(character: string): boolean {
    if (this.#source[this.#offset] !== character) {
      return false;
    }
    this.#offset += 1;
    this.#peeked = undefined;
    return true;
  }

  /** Takes the text of a path segment right here; undefined when there is none. */
  takePathText(): string | undefined {
    this.#peeked = undefined;
    return this.#take(pathText);
  }

  /** Where the next character is. */
  position(offset = this.#offset): Position {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  #scan(): { token: Token; end: number } {
    const start = this.#offset;
    while (this.#take(whitespace) ?? this.#take(lineComment) ?? this.#take(blockComment)) {
      // Skipped.
    }
    const at = this.position();
    const token = (kind: Token['kind'], text: string) => {
      const end = this.#offset;
      this.#offset = start;
      return { token: { kind, text, at }, end };
    };
    const character = this.#source[this.#offset];
    if (character === undefined) {
      return token('end', 'end of file');
    }
    if (character === "'" || character === '"') {
      return token('string', this.#string(character, at));
    }
    for (const [kind, pattern] of [
      ['name', name],
      ['float', float],
      ['integer', integer],
    ] as const) {
      const text = this.#take(pattern);
      if (text !== undefined) {
        return token(kind, text);
      }
    }
    const symbol = symbols.find((one) => this.#source.startsWith(one, this.#offset));
    if (symbol === undefined) {
      throw new RulesSyntaxError(at, `Unexpected '${character}'.`);
    }
    this.#offset += symbol.length;
    return token('symbol', symbol);
  }

  #string(quote: string, at: Position): string {
    let value = '';
    for (this.#offset += 1; ; this.#offset += 1) {
      const character = this.#source[this.#offset];
      if (character === quote) {
        this.#offset += 1;
        return value;
      }
      if (character === undefined || character === '\n') {
        throw new RulesSyntaxError(at, 'Unterminated string.');
      }
      if (character !== '\\') {
        value += character;
        continue;
      }
      this.#offset += 1;
      const escaped = escapes[this.#source[this.#offset] ?? ''];
      if (escaped === undefined) {
        throw new RulesSyntaxError(this.position(this.#offset - 1), 'This escape is not covered.');
      }
      value += escaped;
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const [text] = pattern.exec(this.#source) ?? [];
    this.#offset += text?.length ?? 0;
    return text;
  }
}
