import { createHash } from 'node:crypto';
import { employeeImportSchema } from '@klayim/shared/schemas';
import type { AuditActor, EmployeeImport, EmployeeImportQuery } from '@klayim/shared/types';
import type { Timestamp } from 'firebase-admin/firestore';
import type { ReadDocument } from '../../lib/document-decoder.ts';
import { toIsoTimestamp, toOptionalIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';
import type { WebhookEventRecord } from '../webhooks/webhook-outbox.ts';
import type { StoredFile } from './import-file.repository.ts';

export const employeeImports = typedCollection<ImportDocument>(collections.employeeImports);

type TimestampField = 'createdAt' | 'updatedAt' | 'finishedAt';

/** `employeeImports/{id}` as stored. */
export type ImportDocument = Omit<EmployeeImport, 'id' | TimestampField> & {
  organizationId: string;
  /** What was asked for: the file is read again by it. */
  query: EmployeeImportQuery;
  file: StoredFile;
  /** Which decimal separator the amounts of the file prove. */
  provenSeparator: 'point' | 'comma' | null;
  /** Who uploaded it, and so does what it does. */
  actor: AuditActor;
  /** The commit that last took it on. */
  commitId: string;
  createdAt: Timestamp;
  updatedAt: Timestamp;
  finishedAt: Timestamp | null;
  expiresAt: Timestamp;
};

/** An import as it was read. */
export type StoredImport = ImportDocument & { id: string; updateTime: Timestamp };

/** Reads one import of an organization; null when there is none. */
export type FindImport = (organizationId: string, id: string) => Promise<StoredImport | null>;

/**
 * The id of an import: the same file with the same settings is the same import, however often and by whomever it is sent.
 * @param contentHash SHA-256 of the file, in base64url.
 */
export function importIdOf(organizationId: string, contentHash: string, query: EmployeeImportQuery): string {
  const settings = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const key = JSON.stringify([organizationId, contentHash, settings]);
  return `i${createHash('sha256').update(key).digest('base64url')}`;
}

/** The id of the import that does one again: the same file, after the directory has changed. */
export function nextImportIdOf(id: string): string {
  return `i${createHash('sha256').update(id).digest('base64url')}`;
}

/** The import of a snapshot, if it is one of this organization. */
export function readStoredImport(
  snapshot: Pick<ReadDocument<ImportDocument>, 'id' | 'data' | 'updateTime'>,
  organizationId: string,
): StoredImport | null {
  const data = snapshot.data();
  const { id, updateTime } = snapshot;
  return data?.organizationId === organizationId && updateTime ? { ...data, id, updateTime } : null;
}

/** Whether an import has ended. */
export function isOver({ status }: Pick<EmployeeImport, 'status'>): boolean {
  return status === 'completed' || status === 'failed';
}

/** What the API shows of an import. */
export function toImport(stored: StoredImport): EmployeeImport {
  const { createdAt, updatedAt, finishedAt } = stored;
  const shown = {
    ...stored,
    createdAt: toIsoTimestamp(createdAt),
    updatedAt: toIsoTimestamp(updatedAt),
    finishedAt: toOptionalIsoTimestamp(finishedAt),
  };
  return Object.fromEntries(
    Object.keys(employeeImportSchema.shape).map((field) => [field, shown[field as keyof typeof shown]]),
  ) as EmployeeImport;
}

/** The result of a finished import: how it ended, and counts. */
export function importFinished(stored: StoredImport): WebhookEventRecord {
  const { id, organizationId, status, error, dryRun } = stored;
  const { rows, created, updated, unchanged, rejectedRows } = stored;
  const counts = { rows, created, updated, unchanged, rejectedRows };
  return {
    organizationId,
    type: 'import.finished',
    data: { importId: id, status, error, dryRun, ...counts },
  };
}
