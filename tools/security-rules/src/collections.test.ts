import { collections } from '@klayim/api/repositories/collections';
import { expect, it } from 'vitest';
import { collectionsInRules, filesWithLiteralNames } from './testing/repository-files.ts';

const names = Object.keys(collections);

it('lists every collection under its own name', () => {
  expect(Object.values(collections).map(({ name }) => name)).toEqual(names);
});

it('is where the code takes the names of collections from', () => {
  expect(filesWithLiteralNames()).toEqual([]);
});

it('has a match block in firestore.rules for every collection, and for no other', () => {
  const advice = `Each collection needs rules in firestore.rules, with a comment that says why:
    match /NAME/{id} {
      allow read, write: if false;
    }`;
  expect([...collectionsInRules()].sort(), advice).toEqual([...names].sort());
});
