import fc from 'fast-check';
import { condition } from './arbitrary-conditions.ts';

const one = fc.constantFrom;
const methods = fc.subarray(['read', 'get', 'list', 'write', 'create', 'update', 'delete'], {
  minLength: 1,
  maxLength: 3,
});

/** Conditions that are often true, so that something is allowed. */
const simple = one(
  'true',
  'false',
  'request.auth != null',
  "request.auth.token.role == 'owner'",
  'manages(resource.data.org)',
  'manages(request.resource.data.org)',
  "resource.data.org == 'one'",
  'resource == null',
  'request.query.limit <= 2',
);
const allow = fc
  .tuple(
    methods,
    fc.option(fc.oneof({ weight: 3, arbitrary: simple }, { weight: 1, arbitrary: condition }), {
      nil: undefined,
    }),
  )
  .map(([names, when]) => `allow ${names.join(', ')}${when === undefined ? '' : `: if ${when}`};`);
const allows = fc.array(allow, { minLength: 1, maxLength: 2 }).map((all) => all.join(' '));

/** Blocks that overlap: whatever any of them allows is allowed. Each names `id`, which conditions may ask for. */
const block = fc.tuple(
  one(
    '/things/{id}',
    '/{id}/one',
    '/things/{id=**}',
    '/{any}/{id}',
    '/{id=**}',
    '/things/one/parts/{id}',
    '/{any=**}/parts/{id}',
  ),
  allows,
  fc.option(allows, { nil: undefined }),
);

/** A whole file, with a function as the product's own. */
export const rulesFile = fc
  .array(block, { minLength: 1, maxLength: 3 })
  .map((blocks) =>
    [
      "rules_version = '2';",
      'service cloud.firestore {',
      '  match /databases/{database}/documents {',
      '    function manages(organizationId) {',
      '      return request.auth.token.organizationId == organizationId',
      "        && request.auth.token.role in ['owner', 'administrator'];",
      '    }',
      ...blocks.map(([path, own, below]) =>
        below === undefined || path.includes('**')
          ? `    match ${path} { ${own} }`
          : `    match ${path} { ${own} match /parts/{part} { ${below} } }`,
      ),
      '  }',
      '}',
    ].join('\n'),
  );
