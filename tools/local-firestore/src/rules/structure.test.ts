import { describe, expect, it } from 'vitest';
import type { Method } from './source/syntax.ts';
import { askRules, outcomeOf, rulesOf, type Surroundings } from './testing/ask-rules.ts';

// https://firebase.google.com/docs/firestore/security/rules-structure and …/security/rules-conditions

const ruleMethods: readonly Method[] = ['get', 'list', 'create', 'update', 'delete'];

/** Rules with match blocks at the root of the documents. */
function rules(blocks: string, around = ''): string {
  return `rules_version = '2';
service cloud.firestore { ${around}
  match /databases/{database}/documents { ${blocks} }
}`;
}

const isAllowed = (source: string, surroundings: Surroundings = {}) => askRules(source, surroundings).allowed;

describe('Basic read/write rules and granular operations', () => {
  it.each<[string, readonly Method[]]>([
    ['read', ['get', 'list']],
    ['write', ['create', 'update', 'delete']],
    ['get', ['get']],
    ['list', ['list']],
    ['create, delete', ['create', 'delete']],
    ['read, update', ['get', 'list', 'update']],
  ])('allow %s allows exactly its methods', (methods, expected) => {
    const source = rulesOf(`allow ${methods};`);
    expect(ruleMethods.filter((method) => isAllowed(source, { method }))).toEqual(expected);
  });

  it('refuses what no rule allows', () => {
    expect(askRules(rulesOf(''))).toEqual({ allowed: false, reason: 'No matching allow statements' });
  });

  it('allows what any of the overlapping rules allows, and says why none does', () => {
    const source = rules(`match /things/{id} { allow get: if false; }
match /{all=**} { allow get: if resource.data.open; allow get: if 1 > 2; }`);
    expect(isAllowed(source, { resource: { open: true } })).toBe(true);
    expect(askRules(source).reason).toBe(
      "false for 'get' @ L3, Property open is undefined on object. for 'get' @ L4, false for 'get' @ L4",
    );
  });
});

describe('Hierarchical data and recursive wildcards, version 2', () => {
  it.each([
    ['/things/{id}', 'things/one', true],
    ['/things/{id}', 'things/one/parts/two', false],
    ['/things/one', 'things/one', true],
    ['/things/one', 'things/two', false],
    ['/things/{id}/parts/{part}', 'things/one/parts/two', true],
    ['/things/{id=**}', 'things/one', true],
    ['/things/{id=**}', 'things/one/parts/two', true],
    ['/things/{id=**}', 'others/one', false],
    ['/{all=**}', 'things/one', true],
    ['/{path=**}/parts/{part}', 'things/one/parts/two', true],
    ['/{path=**}/parts/{part}', 'parts/two', true],
    ['/{path=**}/parts/{part}', 'parts/two/things/one', false],
    ['/{path=**}/parts/{part}', 'things/parts', false],
    ['/{path=**}/parts/{part}/bits/{bit}', 'parts/two/bits/three', true],
    ['/things/{path=**}/bits/{bit}', 'things/one/parts/two/bits/three', true],
    ['/things/{path=**}/bits/{bit}', 'bits/three', false],
  ])('%s and %s: %s', (match, path, expected) => {
    expect(isAllowed(rulesOf('allow get;', match), { path })).toBe(expected);
  });

  it('nests paths, and gives wildcards their values', () => {
    const source = rules(`match /things/{thing} { match /parts/{part} {
      allow get: if thing == 'one' && part == 'two' && database == '(default)'; } }`);
    expect(isAllowed(source, { path: 'things/one/parts/two' })).toBe(true);
    expect(isAllowed(source, { path: 'things/two/parts/two' })).toBe(false);
    expect(isAllowed(source, { path: 'things/one' })).toBe(false);
  });

  it('gives a recursive wildcard the path that it stands for', () => {
    const source = rulesOf('allow get: if rest == /one/parts/two && rest[0] == "one";', '/things/{rest=**}');
    expect(isAllowed(source, { path: 'things/one/parts/two' })).toBe(true);
  });

  it('keeps the rules of one database from another', () => {
    const source = `rules_version = '2'; service cloud.firestore { match /databases/other/documents {
      match /{all=**} { allow read, write; } } }`;
    expect(isAllowed(source)).toBe(false);
  });
});

describe('Custom functions', () => {
  it('take arguments, bind names with let, and see what is declared around them', () => {
    const source = rules(
      `function isOwner() { return request.auth.uid == 'ada'; }
       match /things/{id} {
         function isIt(wanted, other) { let both = [wanted, other]; let first = both[0]; return id == first && isOwner(); }
         match /parts/{part} { allow get: if isIt('one', part); }
         allow get: if isIt('one', 'x');
       }`,
      'function unused() { return true; }',
    );
    expect(isAllowed(source)).toBe(true);
    expect(isAllowed(source, { path: 'things/one/parts/two' })).toBe(true);
    expect(isAllowed(source, { path: 'things/two' })).toBe(false);
    expect(isAllowed(source, { auth: { uid: 'bob' } })).toBe(false);
  });

  it('are taken from the innermost block that declares them', () => {
    const source = rules(`function which() { return 'outer'; } function viaOuter() { return which(); }
      match /things/{id} { function which() { return 'inner'; }
        allow get: if which() == 'inner' && viaOuter() == 'outer'; }`);
    expect(isAllowed(source)).toBe(true);
  });

  it('do not see the parameters and names of their callers', () => {
    const source = rules(`function inner() { return hidden; }
      match /things/{id} { function outer(hidden) { return inner(); } allow get: if outer(true); }`);
    expect(() => askRules(source)).toThrow('Invalid variable name: hidden.');
  });

  it('may have parameters that hide a name around them', () => {
    const source = rules(`match /things/{id} { function same(id) { return id == 'given'; }
      allow get: if same('given') && id == 'one'; }`);
    expect(isAllowed(source)).toBe(true);
  });
});

describe('request and resource', () => {
  it.each<[string, Surroundings, boolean | string]>([
    ["request.auth.uid == 'ada'", {}, true],
    ['request.auth == null', { auth: null }, true],
    ['request.auth != null', {}, true],
    ['request.auth.uid == null', { auth: null }, 'Null value error.'],
    ["request.auth.token.role == 'owner'", {}, true],
    [
      "request.auth.token.role == 'owner'",
      { auth: { uid: 'x', token: {} } },
      'Property role is undefined on object.',
    ],
    ["request.method == 'get'", {}, true],
    ["resource.data.name == 'thing' && resource.id == 'one'", {}, true],
    ['resource == null && request.resource == null', { resource: null }, true],
    ["resource.data.name == 'thing'", { resource: null }, 'Null value error.'],
    ['request.resource.data.n == 2', { newResource: { n: 2 } }, true],
    [
      "request.resource.data.diff(resource.data).affectedKeys() == ['n'].toSet()",
      { resource: { a: 1 }, newResource: { a: 1, n: 2 } },
      true,
    ],
    ['resource.data.n is int', { resource: { n: 3 } }, true],
    ['resource.data.n is float', { resource: { n: 3.5 } }, true],
    ["resource.data['odd name'] == 1", { resource: { 'odd name': 1 } }, true],
    ["'toString' in resource.data", {}, false],
    ['resource.data.constructor == null', {}, 'Property constructor is undefined on object.'],
  ])('%s', (condition, surroundings, expected) => {
    expect(outcomeOf(condition, surroundings)).toBe(expected);
  });
});

describe('Access other documents: get, exists, getAfter, existsAfter', () => {
  const documents = {
    'users/ada': { admin: true },
    'users/eve after': { admin: true },
  };
  const user = (id: string) => `/databases/$(database)/documents/users/${id}`;
  it.each<[string, boolean | string]>([
    [`exists(${user('ada')})`, true],
    [`exists(${user('bob')})`, false],
    [`exists(${user('$(request.auth.uid)')})`, true],
    [`get(${user('ada')}).data.admin`, true],
    [`get(${user('ada')}).data.admin == true && !exists(${user('eve')})`, true],
    [
      `getAfter(${user('eve')}).data.admin && existsAfter(${user('eve')}) && !existsAfter(${user('ada')})`,
      true,
    ],
    [`get(${user('bob')}).data.admin || true`, true],
    ['exists("users/ada")', 'A document is named by its whole path.'],
    ['exists(/users/ada)', 'A document is named by its whole path.'],
    [`exists(${user('ada/notes')})`, 'A document is named by its whole path.'],
    [`exists(${user('$("ada/notes")')})`, false],
    [`exists(${user('$(1)')}) || exists(${user('$(null)')}) || exists(${user('$(1.5)')})`, false],
    [`exists(${user('$("")')})`, 'A document is named by its whole path.'],
  ])('%s', (condition, expected) => {
    expect(outcomeOf(condition, { documents })).toBe(expected);
  });

  it('cannot get what is not there', () => {
    expect(outcomeOf(`get(${user('bob')}) == null`, { documents })).toMatch(/^Service call error\./);
  });
});

describe('Limits', () => {
  const reads = (count: number, id: (at: number) => string | number) =>
    Array.from({ length: count }, (_, at) => `!exists(/databases/$(database)/documents/u/${id(at)})`).join(
      ' && ',
    );

  it('ten documents may be read, the same one any number of times', () => {
    expect(outcomeOf(reads(10, (at) => `u${at}`))).toBe(true);
    expect(outcomeOf(reads(11, (at) => `u${at}`))).toBe('Too many document access calls.');
    expect(outcomeOf(reads(30, () => 'same'))).toBe(true);
  });

  it('a limit that is hit refuses the request, whatever else would allow it', () => {
    const source = rulesOf(`allow get: if ${reads(11, (at) => `u${at}`)}; allow get: if true;`);
    expect(isAllowed(source)).toBe(false);
    expect(outcomeOf(`(${reads(11, (at) => `u${at}`)}) || true`)).toBe('Too many document access calls.');
  });

  it('a thousand expressions are evaluated', () => {
    const terms = (count: number) => Array.from({ length: count }, () => '1').join(' + ');
    expect(outcomeOf(`${terms(300)} == 300`)).toBe(true);
    const source = rules(
      `function f() { return ${terms(300)}; } match /things/{id} { allow get: if f() + f() == 600; }`,
    );
    expect(askRules(source).reason).toMatch(/^Maximum of 1000 expressions/);
  });

  it('calls are twenty deep', () => {
    const chain = (depth: number) =>
      rules(
        `${Array.from({ length: depth }, (_, at) => `function f${at}() { return ${at === 0 ? 'true' : `f${at - 1}()`}; }`).join('\n')}
         match /things/{id} { allow get: if f${depth - 1}(); }`,
      );
    expect(isAllowed(chain(20))).toBe(true);
    expect(askRules(chain(21)).reason).toMatch(/called too deeply/);
  });

  it('a value that grows by doubling is refused before it fills the memory', () => {
    const doubled = Array.from(
      { length: 10 },
      (_, at) => `let v${at + 1} = [v${at}, v${at}, v${at}, v${at}];`,
    );
    const source = rules(`function f(v0) { ${doubled.join(' ')} return v10; }
      match /things/{id} { allow get: if f(f('x')) == f(f('x')); }`);
    expect(askRules(source).reason).toMatch(/^The value is too large/);
  });

  it('a pattern that makes other engines hang is answered at once', () => {
    const text = 'a'.repeat(20_000);
    expect(outcomeOf(`resource.data.text.matches('(a+)+b')`, { resource: { text } })).toBe(false);
  });
});
