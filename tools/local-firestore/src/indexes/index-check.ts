import { status } from '@grpc/grpc-js';
import type { StructuredQuery } from '../model/messages.ts';
import { RpcError } from '../wire/rpc-error.ts';
import type { IndexFile, IndexMode } from './index-file.ts';
import { exemptedField, isServed } from './index-match.ts';
import { nameField, type QueryShape, queryShapes } from './query-shape.ts';

/** Refuses queries that the deployed database could not answer. */
export interface IndexCheck {
  /**
   * @param aggregated fields of `sum` and `average`
   * @throws {RpcError} FAILED_PRECONDITION with the index that is missing, as the file needs it
   */
  assertIndexed(query: StructuredQuery | null | undefined, aggregated?: readonly string[]): void;
}

/** @param file the declared indexes; undefined allows every query, as Google's emulator does */
export function createIndexCheck(file: IndexFile | undefined): IndexCheck {
  return {
    assertIndexed(query, aggregated) {
      if (!file || !query) {
        return;
      }
      const definitions = file.definitions();
      const missing = queryShapes(query, aggregated).find((shape) => !isServed(shape, definitions));
      if (missing) {
        const exempted = exemptedField(missing, definitions);
        throw new RpcError(status.FAILED_PRECONDITION, explain(missing, exempted, file.path));
      }
    },
  };
}

function explain(shape: QueryShape, exempted: string | undefined, path: string): string {
  const fields: { fieldPath: string; order?: IndexMode; arrayConfig?: IndexMode }[] = [
    ...shape.equalities.map((fieldPath) => ({ fieldPath, order: 'ASCENDING' as const })),
    ...shape.contains.map((fieldPath) => ({ fieldPath, arrayConfig: 'CONTAINS' as const })),
    ...shape.orders.map(({ field, mode }) => ({ fieldPath: field, order: mode })),
  ];
  const [beforeLast, last] = fields.slice(-2);
  // The document's name goes without saying when it has the direction of the field before.
  const isImplied =
    last?.fieldPath === nameField &&
    beforeLast !== undefined &&
    last.order === (beforeLast.order ?? 'ASCENDING');
  const needed = isImplied ? fields.slice(0, -1) : fields;
  const { collectionGroup, queryScope } = shape;
  const [only] = needed;
  if (needed.length === 1 && only && only.fieldPath !== nameField) {
    const { fieldPath, ...mode } = only;
    const index = { collectionGroup, fieldPath, indexes: [{ ...mode, queryScope }] };
    const why = exempted ? ` ("${exempted}" is exempt from automatic indexing there)` : '';
    return (
      `The query requires an index on one field${why}. ` +
      `In "fieldOverrides" of ${path}, this serves it: ${JSON.stringify(index)}`
    );
  }
  const index = { collectionGroup, queryScope, fields: needed };
  return `The query requires an index. Add this to "indexes" of ${path}: ${JSON.stringify(index)}`;
}
