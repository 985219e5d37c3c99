import fc from 'fast-check';

// Conditions of the kinds that the product's rules are made of: claims of the token, fields of the document as it is and as
// it would be, `in`, comparisons, sizes, `is`, maps' differences, other documents; also of what is missing, is null or is
// of another type, which is an error or false depending on where it stands.

const texts = [
  "'one'",
  "'two'",
  "'owner'",
  "''",
  'request.auth.uid',
  'request.auth.token.organizationId',
  'request.auth.token.role',
  'resource.data.org',
  'resource.data.name',
  'resource.data.inner.x',
  'resource.id',
  'request.method',
  'id',
];
const numbers = ['0', '1', '2', '1.5', '-1', 'resource.data.count', 'resource.data.amount'];
const lists = [
  "['owner', 'administrator']",
  '[]',
  "['a', 1, null]",
  'resource.data.tags',
  'request.auth.token.roles',
];
const maps = ['resource.data', 'resource.data.inner', 'request.auth.token', "{'x': 'one'}", '{}'];
const others = [
  'null',
  'true',
  'false',
  'resource',
  'request.auth',
  'resource.data.gone',
  'resource.data.open',
];
/** Of writes only; where nothing is written there is no such value. */
const written = ['request.resource.data.org', 'request.resource.data.name', 'request.resource.data.inner.x'];

const types = ['string', 'int', 'float', 'number', 'bool', 'list', 'map'];
const one = fc.constantFrom;
const path = (id: string) => `/databases/$(database)/documents/things/$(${id})`;

const size = one(...texts, ...lists, ...maps).map((value) => `${value}.size()`);
const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: one(...texts, ...written) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(one(...texts), one('lower', 'upper', 'trim'))
      .map(([value, name]) => `${value}.${name}()`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(one(...maps), one("'x'", "'gone'")).map(([map, key]) => `${map}.get(${key}, 'one')`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(one(...maps), one("'x'", "'gone'")).map(([map, key]) => `${map}[${key}]`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(one(...texts), one(...texts)).map(([left, right]) => `(${left} + ${right})`),
  },
);
const number: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: one(...numbers) },
  { weight: 2, arbitrary: size },
  {
    weight: 1,
    arbitrary: fc
      .tuple(one(...numbers), one('+', '-', '*', '/', '%'), one(...numbers))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
  },
);
const anything = fc.oneof(text, number, one(...others, ...lists, ...maps));
const keys = fc.oneof(
  one(...maps).map((map) => `${map}.keys()`),
  one('affectedKeys', 'changedKeys', 'addedKeys', 'removedKeys', 'unchangedKeys').map(
    (which) => `request.resource.data.diff(resource.data).${which}()`,
  ),
  one(...lists),
  one(...lists).map((list) => `${list}.toSet()`),
);
const someNames = fc
  .subarray(["'x'", "'org'", "'name'", "'count'", "'owner'", "'a'"])
  .map((names) => `[${names}]`);

const test: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(anything, one('==', '!='), anything).map((parts) => parts.join(' ')),
  fc.tuple(text, one('==', '!='), text).map((parts) => parts.join(' ')),
  fc.tuple(number, one('<', '<=', '>', '>=', '==', '!='), number).map((parts) => parts.join(' ')),
  fc.tuple(text, one('<', '>='), text).map((parts) => parts.join(' ')),
  fc.tuple(anything, one(...lists, ...maps)).map(([value, where]) => `${value} in ${where}`),
  fc.tuple(text, one(...maps)).map(([key, map]) => `!(${key} in ${map})`),
  fc.tuple(anything, one(...types)).map(([value, type]) => `${value} is ${type}`),
  fc
    .tuple(keys, one('hasAny', 'hasAll', 'hasOnly'), someNames)
    .map(([set, name, some]) => `${set}.${name}(${some})`),
  fc
    .tuple(text, one("'o.*'", "'one'", "'[a-z]+'", "''"))
    .map(([value, pattern]) => `${value}.matches(${pattern})`),
  fc.tuple(text).map(([id]) => `exists(${path(id)})`),
  fc.tuple(text, text).map(([id, value]) => `get(${path(id)}).data.org == ${value}`),
  one(...others),
);

/** A condition; loads on both servers, and is true, false or wrong. */
export const condition: fc.Arbitrary<string> = fc.letrec<{ condition: string }>((tie) => {
  const inner = tie('condition');
  return {
    condition: fc.oneof(
      { maxDepth: 3 },
      { weight: 3, arbitrary: test },
      {
        weight: 2,
        arbitrary: fc
          .tuple(inner, one('&&', '||'), inner)
          .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      },
      { weight: 1, arbitrary: inner.map((operand) => `!(${operand})`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(inner, inner, inner)
          .map(([asked, yes, no]) => `((${asked}) ? (${yes}) : (${no}))`),
      },
    ),
  };
}).condition;
