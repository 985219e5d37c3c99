import { status } from '@grpc/grpc-js';
import { maskFields } from '../model/field-path.ts';
import type {
  BatchGetDocumentsRequest,
  BatchGetDocumentsResponse,
  Document,
  GetDocumentRequest,
  ListCollectionIdsRequest,
  ListCollectionIdsResponse,
  ListDocumentsRequest,
  ListDocumentsResponse,
} from '../model/messages.ts';
import { parseDatabaseName } from '../model/resource-names.ts';
import { RpcError } from '../wire/rpc-error.ts';
import type { CallContext } from './context.ts';
import { withoutRetry } from './transactions.ts';

type Mask = BatchGetDocumentsRequest['mask'];

const defaultPageSize = 300;

/** Reads documents by name, at one moment; each answer carries that moment as `readTime`. */
export async function* batchGetDocuments(
  request: BatchGetDocumentsRequest,
  { authorizer, databases, locks }: CallContext,
): AsyncGenerator<BatchGetDocumentsResponse> {
  const database = await databases.get(parseDatabaseName(request.database));
  authorizer.assertMayGet(database, request.documents ?? []);
  const results: AsyncIterable<BatchGetDocumentsResponse> = database.bridge.client.batchGetDocuments(
    withoutRetry(request),
  );
  let { transaction } = request;
  for await (const result of results) {
    transaction = result.transaction instanceof Uint8Array ? result.transaction : transaction;
    if (!request.newTransaction?.readOnly) {
      locks.lock(transaction, request.documents ?? []);
    }
    yield result.found ? { ...result, found: masked(result.found, request.mask) } : result;
  }
}

/** Reads one document. @throws {RpcError} NOT_FOUND */
export async function getDocument(request: GetDocumentRequest, context: CallContext): Promise<Document> {
  const { projectId, databaseId } = parseDatabaseName(request.name);
  const { name: _name, ...options } = request;
  const batch = {
    ...options,
    database: `projects/${projectId}/databases/${databaseId}`,
    documents: [request.name ?? ''],
  };
  for await (const { found } of batchGetDocuments(batch, context)) {
    if (found) {
      return found;
    }
  }
  throw new RpcError(status.NOT_FOUND, `Document "${request.name}" not found.`);
}

/**
 * Lists a collection in the order of document names; the page token is the last name of the page before.
 *
 * @throws {RpcError} UNIMPLEMENTED when another order, a transaction or a past time is asked for
 */
export async function listDocuments(
  request: ListDocumentsRequest,
  { authorizer, databases }: CallContext,
): Promise<ListDocumentsResponse> {
  const { orderBy, transaction, readTime, mask, pageSize, pageToken, ...rest } = request;
  if (orderBy || transaction || readTime) {
    throw new RpcError(
      status.UNIMPLEMENTED,
      'ListDocuments supports no order, transaction or readTime here.',
    );
  }
  const database = await databases.get(parseDatabaseName(request.parent));
  authorizer.assertMayList(database, request.parent ?? '', {
    from: [{ collectionId: request.collectionId ?? '' }],
    ...(pageSize ? { limit: { value: pageSize } } : {}),
  });
  const [all] = await database.bridge.client.listDocuments(rest);
  const following = all
    .toSorted((one, other) => ((one.name ?? '') < (other.name ?? '') ? -1 : 1))
    .filter(({ name }) => !pageToken || (name ?? '') > pageToken);
  const page = following.slice(0, pageSize || defaultPageSize);
  const last = page.at(-1)?.name;
  return {
    documents: page.map((document) => masked(document, mask)),
    ...(last && following.length > page.length ? { nextPageToken: last } : {}),
  };
}

/** Lists the ids of the collections right below a document or the root; always one page. */
export async function listCollectionIds(
  request: ListCollectionIdsRequest,
  { authorizer, databases }: CallContext,
): Promise<ListCollectionIdsResponse> {
  authorizer.assertAdministrator('list collections');
  const { bridge } = await databases.get(parseDatabaseName(request.parent));
  const [collectionIds] = await bridge.client.listCollectionIds({ parent: request.parent ?? '' });
  return { collectionIds: collectionIds.toSorted() };
}

/** Applies a field mask. An absent mask keeps everything, one without paths keeps nothing. */
export function masked(document: Document, mask: Mask): Document {
  if (!mask) {
    return document;
  }
  return { ...document, fields: maskFields(document.fields ?? {}, mask.fieldPaths ?? []) };
}
