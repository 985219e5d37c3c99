import fc from 'fast-check';

const vocabulary = [
  ...['rules_version', 'service', 'cloud', 'firestore', 'match', 'allow', 'function', 'return', 'let', 'if'],
  ...['read', 'write', 'get', 'list', 'create', 'is', 'in', 'true', 'false', 'null', 'int', 'string', 'path'],
  ...[
    'request',
    'resource',
    'auth',
    'token',
    'data',
    'uid',
    'query',
    'limit',
    'time',
    'id',
    'exists',
    'math',
  ],
  ...['size', 'matches', 'keys', 'hasAny', 'diff', 'toSet', 'duration', 'value', 'bind', 'floor'],
  ...'{}()[],;:.?!<>+-*/%=$&|'.split(''),
  ...[
    '&&',
    '||',
    '==',
    '!=',
    '<=',
    '>=',
    '**',
    '//',
    '/*',
    '*/',
    '$(',
    '{id}',
    '{id=**}',
    '/a/b',
    "'2'",
    '"x"',
  ],
  ...['0', '1', '9223372036854775807', '1.5', '1e9', "'", '"', '\\', 'ü', '\u0000', '😀', '\n', ' '],
];

/** Words of the language in any order, glued together or not. */
export const tokenSoup = fc
  .array(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(' ', '', '\n')), { maxLength: 60 })
  .map((parts) => parts.flat().join(''));

const literals = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '2.5',
    '9223372036854775807',
    "''",
    "'a'",
    "'(a+)+'",
    '[]',
    "['a']",
  ],
  ...[
    "{'a': 1}",
    '{}',
    '/a/b',
    "/a/$('b')",
    'request.time',
    'request.auth',
    'request.auth.uid',
    'request.query',
  ],
  ...[
    'request.resource',
    'resource',
    'resource.data',
    'resource.data.a',
    'resource.data.b',
    'resource.id',
    'id',
  ],
  ...["['a', 'b'].toSet()", "duration.value(1, 's')", 'request.auth.token', 'request.method', 'request.path'],
];
const operators = ['&&', '||', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in'];
const calls = [
  'int',
  'float',
  'string',
  'bool',
  'path',
  'exists',
  'get',
  'math.abs',
  'math.round',
  'timestamp.value',
];
const methodsWithout = [
  'size',
  'lower',
  'keys',
  'values',
  'toSet',
  'affectedKeys',
  'year',
  'nanos',
  'toUtf8',
];
const methodsWithOne = [
  'matches',
  'split',
  'hasAny',
  'hasAll',
  'hasOnly',
  'concat',
  'diff',
  'union',
  'bind',
  'join',
];
const valueTypes = [
  'int',
  'float',
  'number',
  'string',
  'bool',
  'list',
  'map',
  'set',
  'path',
  'timestamp',
  'bytes',
];

/** Expressions that load, of any types. */
export const anyExpression: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const one = fc.constantFrom;
  return {
    expression: fc.oneof(
      { maxDepth: 5, depthSize: 'large' },
      one(...literals),
      fc
        .tuple(inner, one(...operators), inner)
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc.tuple(one('!', '-'), inner).map(([sign, operand]) => `${sign}(${operand})`),
      fc.tuple(inner, inner, inner).map(([test, yes, no]) => `((${test}) ? (${yes}) : (${no}))`),
      fc.tuple(one(...calls), inner).map(([name, argument]) => `${name}(${argument})`),
      fc.tuple(inner, one(...methodsWithout)).map(([object, name]) => `(${object}).${name}()`),
      fc
        .tuple(inner, one(...methodsWithOne), inner)
        .map(([object, name, arg]) => `(${object}).${name}(${arg})`),
      fc.tuple(inner, inner, inner).map(([object, key, other]) => `(${object}).get(${key}, ${other})`),
      fc.tuple(inner, inner).map(([object, index]) => `(${object})[${index}]`),
      fc.tuple(inner, inner, inner).map(([object, from, to]) => `(${object})[${from}:${to}]`),
      fc.tuple(inner, one('a', 'b', 'data', 'uid')).map(([object, name]) => `([${object}][0]).${name}`),
      fc.tuple(inner, one(...valueTypes)).map(([operand, type]) => `(${operand} is ${type})`),
      fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    ),
  };
}).expression;
