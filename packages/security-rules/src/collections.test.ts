import { expect, it } from 'vitest';
import { collectionsInCode, collectionsInRules } from './testing/repository-files.ts';

it('has a match block in firestore.rules for every collection that the code uses', () => {
  const known = collectionsInRules();
  const missing = [...collectionsInCode()].filter(([name]) => !known.has(name));
  const advice = missing.map(
    ([
      name,
      file,
    ]) => `Collection "${name}" (${file}) has no rules. Add to firestore.rules, with a comment that says why:
    match /${name}/{id} {
      allow read, write: if false;
    }`,
  );
  expect(advice, advice.join('\n')).toEqual([]);
});

it('finds the collections in constants and where they are named', () => {
  // One of each form that the search must find.
  expect([...collectionsInCode().keys()]).toEqual(
    expect.arrayContaining(['employees', 'integrations', 'oauthStates', 'organizations']),
  );
});
