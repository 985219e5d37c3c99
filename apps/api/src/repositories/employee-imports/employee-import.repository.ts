import { documentIdSchema } from '@klayim/shared/schemas';
import { Timestamp } from 'firebase-admin/firestore';
import type { ErrorCode } from '../../errors/error-codes.ts';
import { createCountedReader } from '../../lib/document-reader.ts';
import { getAccessToken } from '../../lib/firestore.ts';
import { type Page, type PageOptions, pageOf } from '../pagination.ts';
import { createWebhookOutbox, type WebhookOutboxDependencies } from '../webhooks/webhook-outbox.ts';
import {
  employeeImports,
  importFinished,
  isOver,
  readStoredImport,
  type StoredImport,
} from './employee-import.document.ts';
import { createImportCreation } from './import-creation.ts';
import { createImportSteps } from './import-steps.ts';

export type EmployeeImportRepositoryDependencies = WebhookOutboxDependencies;

/** Imports of an organization. */
export type EmployeeImportRepository = ReturnType<typeof createEmployeeImportRepository>;

export function createEmployeeImportRepository(dependencies: EmployeeImportRepositoryDependencies) {
  const { firestore, clock } = dependencies;
  const outbox = createWebhookOutbox(dependencies);
  const referenceTo = (id: string) => employeeImports(firestore()).doc(id);
  const readDocuments = createCountedReader({ firestore, clock, accessToken: getAccessToken });

  async function find(organizationId: string, id: string): Promise<StoredImport | null> {
    if (!documentIdSchema.safeParse(id).success) {
      return null;
    }
    const [document] = await readDocuments(employeeImports, [id]);
    return document ? readStoredImport(document, organizationId) : null;
  }

  return {
    find,

    create: createImportCreation({ firestore, clock, find }),

    ...createImportSteps({ firestore, clock, find }),

    /** One page of an organization's imports, newest first. @throws {AppError} invalid_cursor */
    async findPage(organizationId: string, options: PageOptions): Promise<Page<StoredImport>> {
      const query = employeeImports(firestore()).where('organizationId', '==', organizationId);
      const { items, nextCursor } = await pageOf(query, 'createdAt', options);
      return { items: items.flatMap((each) => readStoredImport(each, organizationId) ?? []), nextCursor };
    },

    /** Ends an import, with a code when it could not be done. Ending one that has ended changes nothing. */
    async end(organizationId: string, id: string, error: ErrorCode | null): Promise<void> {
      await outbox.runTransaction(async (transaction, prepareWebhooks) => {
        const stored = readStoredImport(await transaction.get(referenceTo(id)), organizationId);
        if (!stored || isOver(stored)) {
          return;
        }
        const at = Timestamp.fromMillis(clock());
        const status = error === null ? 'completed' : 'failed';
        const webhooks = await prepareWebhooks([importFinished({ ...stored, status, error })]);
        transaction.update(referenceTo(id), { status, error, updatedAt: at, finishedAt: at });
        webhooks.addTo(transaction);
      });
    },

    /** Calls back with the import now and after every change, until it is unsubscribed. */
    watch(
      organizationId: string,
      id: string,
      onChange: (stored: StoredImport | null) => void,
      onError: (error: Error) => void,
    ): () => void {
      return referenceTo(id).onSnapshot(
        (snapshot) => onChange(readStoredImport(snapshot, organizationId)),
        onError,
      );
    },
  };
}
