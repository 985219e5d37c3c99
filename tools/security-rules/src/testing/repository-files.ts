import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRuleset } from '@klayim/local-firestore/rules';

const root = join(import.meta.dirname, '../../../..');

/** The rules that are deployed. */
export const rulesSource = readFileSync(join(root, 'firestore.rules'), 'utf8');

/** The indexes that are deployed. */
export const indexDefinitions = JSON.parse(readFileSync(join(root, 'firestore.indexes.json'), 'utf8')) as {
  readonly indexes: readonly { readonly collectionGroup: string }[];
  readonly fieldOverrides: readonly {
    readonly collectionGroup: string;
    readonly fieldPath: string;
    readonly ttl?: boolean;
    readonly indexes: readonly object[];
  }[];
};

/** Whatever names a collection by itself, past the catalogue of collections. */
const literal =
  /\.(?:collection|collectionGroup)\('[\w-]+'\)|\.doc\([`'][\w-]+\/|Collection(?:: string)? = '/;

/** Files that run in production and name a collection that may not be in the catalogue. */
export function filesWithLiteralNames(): string[] {
  return globSync('apps/api/src/**/*.ts', { cwd: root })
    .filter((file) => !/\.test\.ts$|[\\/](testing|reliability)[\\/]/.test(file))
    .filter((file) => literal.test(readFileSync(join(root, file), 'utf8')))
    .sort();
}

/** The collections that have a match block of their own. */
export function collectionsInRules(): Set<string> {
  const [outermost] = parseRuleset(rulesSource).blocks;
  return new Set(
    outermost?.blocks.flatMap(({ pattern: [first] }) => (first?.kind === 'text' ? first.text : [])),
  );
}
