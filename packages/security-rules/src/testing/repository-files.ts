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

/** A constant that names a collection, or a collection or document that is named where it is used. */
const NAMED =
  /\b\w*Collection\b(?:: string)? = '([\w-]+)'|\.(?:collection|collectionGroup)\('([\w-]+)|\.doc\([`']([\w-]+)\//g;

/** A collection whose documents a TTL policy removes says so where its name is declared. */
const EXPIRING = /TTL[^/]*\*\/\s*export const \w+(?:: string)? = '([\w-]+)'/g;

/** Every collection that code names which runs in production or in `dev`, and the file that names it. */
export function collectionsInCode(): Map<string, string> {
  return namesInCode(NAMED);
}

/** The collections whose documents a TTL policy removes. */
export function expiringCollections(): string[] {
  return [...namesInCode(EXPIRING).keys()];
}

function namesInCode(pattern: RegExp): Map<string, string> {
  const files = globSync('{apps,packages}/*/src/**/*.ts', { cwd: root }).filter(
    (file) =>
      !/\.test\.ts$|[\\/](testing|node_modules)[\\/]|packages[\\/](local-firestore|security-rules)/.test(
        file,
      ),
  );
  const found = new Map<string, string>();
  for (const file of files.sort()) {
    for (const [, ...names] of readFileSync(join(root, file), 'utf8').matchAll(pattern)) {
      for (const name of names.filter((one) => one !== undefined)) {
        found.set(name, found.get(name) ?? file);
      }
    }
  }
  return found;
}

/** The collections that have a match block of their own. */
export function collectionsInRules(): Set<string> {
  const [outermost] = parseRuleset(rulesSource).blocks;
  return new Set(
    outermost?.blocks.flatMap(({ pattern: [first] }) => (first?.kind === 'text' ? first.text : [])),
  );
}
