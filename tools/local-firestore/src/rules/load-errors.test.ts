import { describe, expect, it } from 'vitest';
import { compileRuleset } from './ruleset.ts';
import { RulesSyntaxError } from './source/rules-syntax-error.ts';
import { rulesOf } from './testing/ask-rules.ts';

/** The fault of a source as `line:column message`. */
function faultOf(source: string): string {
  try {
    compileRuleset(source);
    return 'loads';
  } catch (error) {
    if (!(error instanceof RulesSyntaxError)) {
      throw error;
    }
    return `${error.at.line}:${error.at.column} ${error.message}`;
  }
}

const condition = (text: string) => rulesOf(`allow get: if ${text};`);
/** The source without its mark, and the place that was marked. */
function marked(text: string): { source: string; at: string } {
  const before = text.slice(0, text.indexOf('¦')).split('\n');
  return { source: text.replace('¦', ''), at: `${before.length}:${(before.at(-1)?.length ?? 0) + 1}` };
}

describe('a fault of syntax is named by line and column, here marked with ¦', () => {
  it.each([
    ['¦', "Missing rules_version = '2'; other versions are not covered."],
    ["rules_version = ¦'1';", "Only rules_version = '2' is covered."],
    ["rules_version = ¦'2'; service firebase.storage {}", 'The service firebase.storage is not covered.'],
    ["rules_version = '2'; service cloud.firestore { ¦allow read; }", "Missing 'match' around 'allow'."],
    ["rules_version = '2'; service cloud.firestore { } ¦x", "Unexpected 'x'."],
    ["rules_version = '2'; service cloud.firestore {¦", "Unexpected end of file. Missing '}'."],
    [
      "rules_version = '2';\nservice cloud.firestore {\n  match ¦things {}\n}",
      "Unexpected 'things'. Missing '/'.",
    ],
    [rulesOf('allow read ¦if true;'), "Unexpected 'if'. Missing ';'."],
    [rulesOf('allow ¦reed: if true;'), "Unexpected 'reed': no such method."],
    [rulesOf('allow read: ¦true;'), "Unexpected 'true'. Missing 'if'."],
    [rulesOf('allow read: if true ¦').replace('¦ }', '¦}'), "Unexpected '}'. Missing ';'."],
    [rulesOf('¦import "x";'), "Unexpected 'import'. Missing '}'."],
    [rulesOf('allow read;', '/things/{id ¦').replace('¦ {', '¦{'), "Unexpected '{'. Missing '}'."],
    [rulesOf('allow read;', '/things/¦/x'), 'Missing path segment.'],
    [rulesOf('function f() { ¦true }'), "Unexpected 'true'. Missing 'return'."],
    [rulesOf('function ¦true() { return 1; }'), "Unexpected 'true'."],
    [condition('¦'), "Unexpected ';'."],
    [condition('true ¦true'), "Unexpected 'true'. Missing ';'."],
    [condition('(true¦'), "Unexpected ';'. Missing ')'."],
    [condition('[1¦'), "Unexpected ';'. Missing ','."],
    [condition("{'a' ¦1}"), "Unexpected '1'. Missing ':'."],
    [condition("¦'open"), 'Unterminated string.'],
    [condition("'¦\\u0041' == 'A'"), 'This escape is not covered.'],
    [condition('1 ==¦'), "Unexpected ';'."],
    [condition('id.¦1'), "Unexpected '1'."],
    [condition('true ¦& false'), "Unexpected '&'."],
    [condition('/a/¦ == /b'), 'Missing path segment.'],
    [condition('¦99999999999999999999 > 1'), 'The integer 99999999999999999999 is too large.'],
    [condition('¦in == 1'), "Unexpected 'in'."],
  ])('%s', (text, message) => {
    const { source, at } = marked(text);
    expect(faultOf(source)).toBe(`${at} ${message}`);
  });
});

describe('what is not covered is refused when the rules are loaded, not when they are asked', () => {
  it.each([
    ['nobody == 1', 'Invalid variable name: nobody.'],
    ['duration == 1', 'Invalid variable name: duration.'],
    ['unknown()', 'Invalid function name: unknown.'],
    ['get()', 'Function get takes 1 arguments, not 0.'],
    ['duration.value(1) == null', 'Function duration.value takes 2 arguments, not 1.'],
    ["hashing.sha256('a') == null", 'Invalid function name: hashing.sha256.'],
    ["'a'.reverse() == 'a'", 'Invalid function name: reverse.'],
    ["'a'.size(1) == 1", 'Function size takes 0 arguments, not 1.'],
    ['1 is integer', "Unexpected 'integer': no such type."],
    ['request.user == null', 'The property user is not covered here.'],
    ['request.auth.claims == null', 'The property claims is not covered here.'],
    ["request.query.orderBy == 'a'", 'The property orderBy is not covered here.'],
    ['resource.updateTime == null', 'The property updateTime is not covered here.'],
    ['debug(true)', 'Invalid function name: debug.'],
    ["'constructor'.constructor() == 1", 'Invalid function name: constructor.'],
    ['toString() == 1', 'Invalid function name: toString.'],
    ['__proto__ == null', 'Invalid variable name: __proto__.'],
  ])('%s', (text, message) => {
    expect(faultOf(condition(text))).toContain(message);
  });

  it.each([
    ['function f() { return f(); }', 'Function f calls itself.'],
    ['function f() { return g(); } function g() { return f(); }', 'calls itself.'],
    ['function f() { return 1; } function f() { return 2; }', 'Function f is declared twice.'],
    ['function f(a, a) { return a; }', 'The name a is declared twice.'],
    ['function f(a) { let a = 1; return a; }', 'The name a is declared twice.'],
    ['function f() { let a = b; let b = 1; return a; }', 'Invalid variable name: b.'],
    ['function f(a,b,c,d,e,g,h,i) { return 1; }', 'more than 7 parameters'],
    [
      `function f() { ${Array.from({ length: 11 }, (_, at) => `let v${at} = 1;`).join('')} return 1; }`,
      'more than 10 let bindings',
    ],
    ['match /a/{id} { allow read; }', 'The name id is declared twice.'],
    ['match /{a=**}/{b=**} { allow read; }', 'More than one recursive wildcard'],
    [`match /${Array.from({ length: 100 }, () => 'a').join('/')} { allow read; }`, '100 segments at most'],
    [
      `match /${Array.from({ length: 20 }, (_, at) => `{w${at}}`).join('/')} { allow read; }`,
      '20 wildcards at most',
    ],
    [`${'match /a/b { '.repeat(10)} ${'}'.repeat(10)}`, 'At most 10 match blocks'],
    [`allow read: if ${'('.repeat(5000)}true${')'.repeat(5000)};`, 'nested too deeply'],
    [`allow read: if ${'!'.repeat(5000)}true;`, 'nested too deeply'],
    [`allow read: if ${Array.from({ length: 5000 }, () => 'true').join(' && ')};`, 'nested too deeply'],
    [`// ${'x'.repeat(256 * 1024)}`, '256 KiB at most'],
  ])('%#', (body, message) => {
    expect(faultOf(rulesOf(body))).toContain(message);
  });

  it('paths that are not below the documents of a database', () => {
    const source = "rules_version = '2'; service cloud.firestore { match /things/{id} { allow read; } }";
    expect(faultOf(source)).toContain('Paths must start with /databases/{database}/documents.');
  });
});

it('takes comments, both quotes, and any white space', () => {
  const source = `// first
rules_version = "2" ; /* several
 * lines **/ service cloud . firestore{match /databases/{db}/documents{match/a/{b}{allow read,write:if"x"=='x';}}}`;
  expect(faultOf(source)).toBe('loads');
});
