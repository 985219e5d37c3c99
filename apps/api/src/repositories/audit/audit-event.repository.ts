import { auditEventSchema } from '@klayim/shared/schemas';
import type { AuditEvent, AuditEventFilter } from '@klayim/shared/types';
import { type Firestore, type Query, type QueryDocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { compiled } from '../../lib/compiled-schema.ts';
import { isAlreadyExists } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import { createReadListed } from '../listed-documents.ts';
import { type Page, pageOf } from '../pagination.ts';
import {
  type AuditEventDocument,
  type AuditRecord,
  addAuditEvent,
  auditEvents,
  toAuditEvent,
} from './audit-event.document.ts';

/** Events that are in memory at a time while all are read. */
const readAheadEvents = 500;

export interface AuditEventRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
  logger: Logger;
}

export type AuditEventRepository = ReturnType<typeof createAuditEventRepository>;

/** An organization's audit trail. Events are added and read; nothing changes or removes one but its TTL. */
export function createAuditEventRepository({ firestore, clock, logger }: AuditEventRepositoryDependencies) {
  const readListed = createReadListed({ logger });
  const collection = () => auditEvents(firestore());

  async function findPage(
    organizationId: string,
    { limit, cursor, ...filter }: AuditEventFilter & { limit: number; cursor?: string | undefined },
  ): Promise<Page<AuditEvent>> {
    const { items, nextCursor } = await pageOf(queryOf(collection(), organizationId, filter), 'at', {
      limit,
      cursor,
    });
    return { items: readListed(items, toShown), nextCursor };
  }

  return {
    /** Stores an event that no change of a record carries. An event with an `id` of its own is stored once. */
    async add(record: AuditRecord, id?: string): Promise<void> {
      const batch = firestore().batch();
      addAuditEvent(batch, firestore(), record, clock(), id);
      try {
        await batch.commit();
      } catch (error) {
        if (id === undefined || !isAlreadyExists(error)) {
          throw error;
        }
      }
    },

    /** One page, newest first. @throws {AppError} invalid_cursor */
    findPage,

    /** Every event, newest first, read page by page as they are taken: memory does not grow with their number. */
    async *findAll(
      organizationId: string,
      filter: AuditEventFilter,
    ): AsyncGenerator<AuditEvent, void, undefined> {
      let cursor: string | undefined;
      do {
        const page = await findPage(organizationId, { ...filter, limit: readAheadEvents, cursor });
        yield* page.items;
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
    },
  };
}

/** Every filter has an index of its own with the time as its last field; Firestore merges them. */
function queryOf(
  events: Query<AuditEventDocument>,
  organizationId: string,
  filter: AuditEventFilter,
): Query<AuditEventDocument> {
  const equalities: [string, string | undefined][] = [
    ['type', filter.type],
    ['subject.type', filter.subjectType],
    ['subject.id', filter.subjectId],
    ['actorId', filter.actorId],
    ['result', filter.result],
  ];
  let query = events.where('organizationId', '==', organizationId);
  for (const [field, value] of equalities) {
    if (value !== undefined) {
      query = query.where(field, '==', value);
    }
  }
  if (filter.from !== undefined) {
    query = query.where('at', '>=', timestampOf(filter.from));
  }
  if (filter.to !== undefined) {
    query = query.where('at', '<', timestampOf(filter.to));
  }
  return query;
}

function timestampOf(timestamp: string): Timestamp {
  return Timestamp.fromMillis(Date.parse(timestamp));
}

/** @throws {Error} when the document is not an event. */
function toShown(document: QueryDocumentSnapshot<AuditEventDocument>): AuditEvent {
  return compiled(auditEventSchema).parse(toAuditEvent(document.id, document.data()));
}
