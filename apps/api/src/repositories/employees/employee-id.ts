import { hash } from 'node:crypto';
import { documentIdSchema } from '@klayim/shared/schemas';
import type { EmployeeSourceType } from '@klayim/shared/types';

/**
 * The document id of a sourced employee: one record of a source is one document, even when several callers create it at once.
 *
 * The three parts are hashed as a JSON array, so that no two different triples run together, and the id gives away
 * neither of them. The letter before the digest keeps an id from looking like a command line's option.
 */
export function sourcedEmployeeId(
  organizationId: string,
  sourceType: EmployeeSourceType,
  sourceId: string,
): string {
  const key = JSON.stringify([organizationId, sourceType, sourceId]);
  return `e${hash('sha256', key, 'base64url')}`;
}

/** Whether a document can have this id at all: Firestore refuses, rather than misses, the others. */
export function isEmployeeId(id: string): boolean {
  return documentIdSchema.safeParse(id).success;
}
