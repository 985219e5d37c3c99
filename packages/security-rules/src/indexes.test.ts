import { expect, it } from 'vitest';
import { collectionsInCode, expiringCollections, indexDefinitions } from './testing/repository-files.ts';

const { fieldOverrides, indexes } = indexDefinitions;

it('has a TTL policy for every collection that says that it has one', () => {
  const policies = fieldOverrides.filter(({ ttl }) => ttl).map(({ collectionGroup }) => collectionGroup);
  const missing = expiringCollections().filter((name) => !policies.includes(name));
  const advice = missing.map(
    (collectionGroup) =>
      `Add to "fieldOverrides" of firestore.indexes.json: ${JSON.stringify({ collectionGroup, fieldPath: 'expiresAt', ttl: true, indexes: [] })}`,
  );
  expect(advice, advice.join('\n')).toEqual([]);
  expect(policies).toContain('oauthStates');
});

it('indexes no time that a TTL policy reads: such an index takes 500 writes a second and no more', () => {
  const indexed = fieldOverrides.filter(({ ttl, indexes: own }) => ttl && own.length > 0);
  expect(indexed).toEqual([]);
});

it.each(['integrations.credentials', 'oauthStates.sealed', 'integrations.refreshLease'])(
  'keeps %s out of every index',
  (field) => {
    const [collectionGroup, fieldPath] = field.split('.');
    expect(fieldOverrides).toContainEqual({ collectionGroup, fieldPath, indexes: [] });
  },
);

it('names no collection that the code does not use', () => {
  const used = collectionsInCode();
  const named = [...indexes, ...fieldOverrides].map(({ collectionGroup }) => collectionGroup);
  expect(named.filter((name) => !used.has(name))).toEqual([]);
});
