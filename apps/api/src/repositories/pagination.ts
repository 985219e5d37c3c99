import { FieldPath, type Query, type QueryDocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Seconds and nanoseconds of the last item's time, and its id. */
const positionSchema = z.tuple([z.int(), z.int().min(0).max(999_999_999), z.string().min(1).max(128)]);

/**
 * One page of a query, newest first by a timestamp field and then by id. It reads `limit` + 1 documents: the one more
 * tells whether there is a next page. A cursor holds an order position and nothing else, so that a forged one can skip
 * items and never widen what the query itself allows.
 * @throws {AppError} invalid_cursor
 */
export async function pageOf(
  query: Query,
  timeField: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<QueryDocumentSnapshot>> {
  let ordered = query.orderBy(timeField, 'desc').orderBy(FieldPath.documentId(), 'desc');
  if (cursor !== undefined) {
    const [seconds, nanoseconds, id] = readPosition(cursor);
    ordered = ordered.startAfter(new Timestamp(seconds, nanoseconds), id);
  }
  const { docs } = await ordered.limit(limit + 1).get();
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && docs.length > limit ? positionOf(last, timeField) : null };
}

function positionOf(document: QueryDocumentSnapshot, timeField: string): string {
  const time: unknown = document.get(timeField);
  if (!(time instanceof Timestamp)) throw new TypeError(`${timeField} is not a timestamp`);
  return Buffer.from(JSON.stringify([time.seconds, time.nanoseconds, document.id])).toString('base64url');
}

function readPosition(cursor: string): z.infer<typeof positionSchema> {
  try {
    const position = positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    // Throws on seconds outside of what Firestore can hold, and an id cannot be a path.
    new Timestamp(position[0], position[1]);
    if (!/^[A-Za-z0-9_-]+$/.test(position[2])) throw new Error('not an id');
    return position;
  } catch (cause) {
    throw new AppError('invalid_cursor', { cause });
  }
}
