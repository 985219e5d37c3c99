import { collections } from '@klayim/api/repositories/collections';
import { expect, it } from 'vitest';
import { indexDefinitions } from './testing/repository-files.ts';

const { fieldOverrides, indexes } = indexDefinitions;

it('has a TTL policy for each collection that has a TTL field, and for no other', () => {
  const policies = fieldOverrides
    .filter(({ ttl }) => ttl)
    .map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`);
  const wanted = Object.values(collections)
    .filter(({ ttlField }) => ttlField !== null)
    .map(({ name, ttlField }) => `${name}.${ttlField}`);
  const advice =
    'A policy is an entry of "fieldOverrides" in firestore.indexes.json: ' +
    JSON.stringify({ collectionGroup: 'NAME', fieldPath: 'expiresAt', ttl: true, indexes: [] });
  expect(policies.sort(), advice).toEqual(wanted.sort());
});

it('indexes no time that a TTL policy reads: such an index takes 500 writes a second and no more', () => {
  const indexed = fieldOverrides.filter(({ ttl, indexes: own }) => ttl && own.length > 0);
  expect(indexed).toEqual([]);
});

it.each([
  'integrations.credentials',
  'oauthStates.sealed',
  'integrations.refreshLease',
  'webhookEndpoints.secrets',
])('keeps %s out of every index', (field) => {
  const [collectionGroup, fieldPath] = field.split('.');
  expect(fieldOverrides).toContainEqual({ collectionGroup, fieldPath, indexes: [] });
});

it('names only collections that there are', () => {
  const named = [...indexes, ...fieldOverrides].map(({ collectionGroup }) => collectionGroup);
  expect(named.filter((name) => !(name in collections))).toEqual([]);
});
