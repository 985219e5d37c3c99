import { cursorSchema } from '@klayim/shared/schemas';
import {
  FieldPath,
  type OrderByDirection,
  type Query,
  type QueryDocumentSnapshot,
  Timestamp,
} from 'firebase-admin/firestore';
import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Which page: at most `limit` items, from a page's `nextCursor` on. */
export interface PageOptions {
  limit: number;
  cursor?: string | undefined;
}

/** What a list is sorted by: a field that holds a timestamp, a string or null, and then the id. */
export interface PageOrder {
  field: string;
  direction: OrderByDirection;
}

const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);
/** The list's order, and the last item's place in it: seconds and nanoseconds of its time, its text or null, and its id. */
const positionSchema = z.union([
  z.tuple([z.string(), z.int(), z.int().min(0).max(999_999_999), idSchema]),
  z.tuple([z.string(), z.string().nullable(), idSchema]),
]);

/** One page of a query, newest first by a timestamp field and then by id. See {@link readSortedPage}. */
export function pageOf<Document extends object>(
  query: Query<Document>,
  timeField: string,
  options: PageOptions,
): Promise<Page<QueryDocumentSnapshot<Document>>> {
  return readSortedPage(query, { field: timeField, direction: 'desc' }, options);
}

/**
 * One page of a query. It reads `limit` + 1 documents: the one more tells whether there is a next page. A cursor holds
 * an order position and nothing else, so that a forged one can skip items and never widen what the query itself allows.
 * A page ends at a document that a cursor can name. Behind one that it cannot, such as one whose time is no time, it
 * reads on.
 * @throws {AppError} invalid_cursor
 */
export async function readSortedPage<Document extends object>(
  query: Query<Document>,
  order: PageOrder,
  { limit, cursor }: PageOptions,
): Promise<Page<QueryDocumentSnapshot<Document>>> {
  const { field, direction } = order;
  let ordered = query.orderBy(field, direction).orderBy(FieldPath.documentId(), direction);
  if (cursor !== undefined) {
    ordered = ordered.startAfter(...readPosition(cursor, order));
  }
  const items: QueryDocumentSnapshot<Document>[] = [];
  for (;;) {
    const { docs } = await ordered.limit(limit + 1).get();
    items.push(...docs.slice(0, limit));
    const last = docs[limit - 1];
    if (docs.length <= limit || !last) {
      return { items, nextCursor: null };
    }
    const end = items.findLastIndex((item) => positionOf(item, order) !== null);
    const named = items[end];
    if (named) {
      return { items: items.slice(0, end + 1), nextCursor: positionOf(named, order) };
    }
    ordered = ordered.startAfter(last);
  }
}

function nameOf({ field, direction }: PageOrder): string {
  return `${field} ${direction}`;
}

/** Null when a cursor cannot name the document. */
function positionOf(document: QueryDocumentSnapshot, order: PageOrder): string | null {
  const value: unknown = document.get(order.field);
  const place = value instanceof Timestamp ? [value.seconds, value.nanoseconds] : [value];
  const position = positionSchema.safeParse([nameOf(order), ...place, document.id]);
  if (!position.success) {
    return null;
  }
  const cursor = Buffer.from(JSON.stringify(position.data)).toString('base64url');
  return cursorSchema.safeParse(cursor).success ? cursor : null;
}

function readPosition(cursor: string, order: PageOrder): [Timestamp | string | null, string] {
  try {
    const position = positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (position[0] !== nameOf(order)) {
      throw new Error('the cursor of another list');
    }
    if (position.length === 3) {
      return [position[1], position[2]];
    }
    // Throws on seconds outside of what Firestore can hold.
    return [new Timestamp(position[1], position[2]), position[3]];
  } catch (cause) {
    throw new AppError('invalid_cursor', { cause });
  }
}
