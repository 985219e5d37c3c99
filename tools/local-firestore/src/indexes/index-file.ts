import { readFileSync, statSync } from 'node:fs';
import { LocalFirestoreError } from '../errors.ts';

/** How one field stands in an index. */
export type IndexMode = 'ASCENDING' | 'DESCENDING' | 'CONTAINS';

/** Which collections one index is for. */
export type QueryScope = 'COLLECTION' | 'COLLECTION_GROUP';

/** A field of an index. */
export interface IndexField {
  readonly field: string;
  readonly mode: IndexMode;
}

/** A composite index of the file. */
export interface CompositeIndex {
  readonly collectionGroup: string;
  readonly queryScope: QueryScope;
  readonly fields: readonly IndexField[];
}

/** What the file says of the single-field indexes of one field, instead of the automatic ones. */
export interface FieldOverride {
  readonly collectionGroup: string;
  readonly field: string;
  readonly ttl: boolean;
  readonly indexes: readonly { readonly mode: IndexMode; readonly queryScope: QueryScope }[];
}

/** The content of a `firestore.indexes.json`. */
export interface IndexDefinitions {
  readonly composites: readonly CompositeIndex[];
  readonly overrides: readonly FieldOverride[];
}

/** The definitions of a file, read again whenever it has changed, so that a fix needs no restart. */
export interface IndexFile {
  readonly path: string;
  definitions(): IndexDefinitions;
}

interface Json {
  readonly [key: string]: unknown;
}

/**
 * Opens a `firestore.indexes.json`.
 *
 * @throws {LocalFirestoreError} indexes_invalid, here and whenever the changed file is at fault
 */
export function openIndexFile(path: string): IndexFile {
  let read = readIfChanged(path, undefined);
  return {
    path,
    definitions() {
      read = readIfChanged(path, read);
      return read.definitions;
    },
  };
}

interface Read {
  readonly version: string;
  readonly definitions: IndexDefinitions;
}

function readIfChanged(path: string, before: Read | undefined): Read {
  try {
    const { mtimeMs, size } = statSync(path);
    const version = `${mtimeMs} ${size}`;
    if (version === before?.version) {
      return before;
    }
    return { version, definitions: parseIndexDefinitions(JSON.parse(readFileSync(path, 'utf8'))) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalFirestoreError('indexes_invalid', `Cannot use the indexes in ${path}: ${reason}`, error);
  }
}

/**
 * Reads the parsed content of a `firestore.indexes.json`. What the deployment would refuse is refused here too.
 *
 * @throws {Error} a sentence that names the fault
 */
export function parseIndexDefinitions(content: unknown): IndexDefinitions {
  const file = asObject(content, 'The file', ['indexes', 'fieldOverrides']);
  const composites = asList(file['indexes'] ?? [], 'indexes').map(toComposite);
  const overrides = asList(file['fieldOverrides'] ?? [], 'fieldOverrides').map(toOverride);
  refuseTwins(composites.map((index) => JSON.stringify(index)));
  refuseTwins(overrides.map(({ collectionGroup, field }) => JSON.stringify({ collectionGroup, field })));
  return { composites, overrides };
}

function toComposite(content: unknown): CompositeIndex {
  const index = asObject(content, 'An index', ['collectionGroup', 'queryScope', 'fields', 'density']);
  const fields = asList(index['fields'], 'fields').map((field) => {
    const { fieldPath, ...mode } = asObject(field, 'A field', ['fieldPath', 'order', 'arrayConfig']);
    return { field: asText(fieldPath, 'fieldPath'), mode: toMode(mode) };
  });
  const [only] = fields;
  if (only === undefined || (fields.length === 1 && only.field !== '__name__')) {
    throw new Error(`An index on ${only?.field ?? 'no field'} alone belongs into fieldOverrides.`);
  }
  return {
    collectionGroup: asText(index['collectionGroup'], 'collectionGroup'),
    queryScope: toScope(index['queryScope']),
    fields,
  };
}

function toOverride(content: unknown): FieldOverride {
  const override = asObject(content, 'A field override', ['collectionGroup', 'fieldPath', 'ttl', 'indexes']);
  return {
    collectionGroup: asText(override['collectionGroup'], 'collectionGroup'),
    field: asText(override['fieldPath'], 'fieldPath'),
    ttl: override['ttl'] === true,
    indexes: asList(override['indexes'], 'indexes').map((one) => {
      const { queryScope, ...mode } = asObject(one, 'An index', ['order', 'arrayConfig', 'queryScope']);
      return { mode: toMode(mode), queryScope: toScope(queryScope) };
    }),
  };
}

function toMode({ order, arrayConfig }: Json): IndexMode {
  if ((order === 'ASCENDING' || order === 'DESCENDING') && arrayConfig === undefined) {
    return order;
  }
  if (arrayConfig === 'CONTAINS' && order === undefined) {
    return arrayConfig;
  }
  throw new Error('A field needs "order": "ASCENDING" or "DESCENDING", or "arrayConfig": "CONTAINS".');
}

function toScope(value: unknown): QueryScope {
  if (value !== 'COLLECTION' && value !== 'COLLECTION_GROUP') {
    throw new Error('"queryScope" must be "COLLECTION" or "COLLECTION_GROUP".');
  }
  return value;
}

function asObject(value: unknown, what: string, keys: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${what} must be an object.`);
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new Error(`${what} cannot have "${unknown}".`);
  }
  return value as Json;
}

function asList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`"${name}" must be a list.`);
  }
  return value;
}

function asText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new Error(`"${name}" must be a text.`);
  }
  return value;
}

function refuseTwins(texts: readonly string[]): void {
  const twin = texts.find((text, position) => texts.indexOf(text) !== position);
  if (twin !== undefined) {
    throw new Error(`This is there twice: ${twin}`);
  }
}
