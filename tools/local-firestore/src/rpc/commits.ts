import { status } from '@grpc/grpc-js';
import { assertStorable } from '../engine/storable-values.ts';
import type {
  BatchWriteRequest,
  BatchWriteResponse,
  CommitRequest,
  CommitResponse,
  CreateDocumentRequest,
  DeleteDocumentRequest,
  Document,
  UpdateDocumentRequest,
  Write,
} from '../model/messages.ts';
import { parseDatabaseName } from '../model/resource-names.ts';
import { RpcError, toRpcError } from '../wire/rpc-error.ts';
import type { CallContext } from './context.ts';
import { getDocument } from './documents.ts';
import { transactionError } from './transactions.ts';

const autoIdLength = 20;

/** Applies all writes or none. */
export async function commit(
  request: CommitRequest,
  { authorizer, databases, locks }: CallContext,
): Promise<CommitResponse> {
  const database = await databases.get(parseDatabaseName(request.database));
  await locks.untilFree((request.writes ?? []).map(nameOf), request.transaction);
  try {
    return await database.commit(request, (writes) => authorizer.assertMayWrite(database, writes));
  } catch (error) {
    throw transactionError(error);
  } finally {
    locks.release(request.transaction);
  }
}

/**
 * Applies each write on its own; the answer has one status for each.
 *
 * @throws {RpcError} for two of one document, and for a write that can be stored nowhere
 */
export async function batchWrite(
  request: BatchWriteRequest,
  { authorizer, databases, locks }: CallContext,
): Promise<BatchWriteResponse> {
  const name = parseDatabaseName(request.database);
  const database = await databases.get(name);
  const writes = request.writes ?? [];
  const names = writes.map(nameOf);
  if (new Set(names).size < names.length) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      'the same document cannot be written more than once in a single request',
    );
  }
  if (writes.some((write: Write) => nameOf(write) === '' || write.verify)) {
    throw new RpcError(status.INVALID_ARGUMENT, 'a write in a BatchWrite has no operation');
  }
  writes.forEach(assertStorable);
  const outcomes = await Promise.allSettled(
    writes.map(async (write) => {
      await locks.untilFree([nameOf(write)], null);
      return database.commit({ writes: [write] }, (one) => authorizer.assertMayWrite(database, one));
    }),
  );
  return {
    writeResults: outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? (outcome.value.writeResults?.[0] ?? {}) : {},
    ),
    status: outcomes.map((outcome) => {
      if (outcome.status === 'fulfilled') {
        return { code: status.OK };
      }
      const { code, details } = toRpcError(outcome.reason);
      return { code, message: details };
    }),
  };
}

/** Creates a document, under a random id if the request names none. @throws {RpcError} ALREADY_EXISTS */
export async function createDocument(
  request: CreateDocumentRequest,
  context: CallContext,
): Promise<Document> {
  const id = request.documentId || randomId();
  const name = `${request.parent}/${request.collectionId}/${id}`;
  const update = { ...request.document, name };
  return writeOne({ update, currentDocument: { exists: false } }, name, request.mask, context);
}

/** Sets a document, or only the fields in `updateMask`. */
export async function updateDocument(
  request: UpdateDocumentRequest,
  context: CallContext,
): Promise<Document> {
  const { document, updateMask, currentDocument, mask } = request;
  const write: Write = {
    update: document ?? {},
    ...(updateMask ? { updateMask } : {}),
    ...(currentDocument ? { currentDocument } : {}),
  };
  return writeOne(write, document?.name ?? '', mask, context);
}

/** Deletes a document; one that is not there is fine unless a precondition says otherwise. */
export async function deleteDocument(request: DeleteDocumentRequest, context: CallContext): Promise<object> {
  const { name, currentDocument } = request;
  await commit(
    {
      database: databaseOf(name),
      writes: [{ delete: name ?? '', ...(currentDocument ? { currentDocument } : {}) }],
    },
    context,
  );
  return {};
}

async function writeOne(
  write: Write,
  name: string,
  mask: UpdateDocumentRequest['mask'],
  context: CallContext,
): Promise<Document> {
  await commit({ database: databaseOf(name), writes: [write] }, context);
  return getDocument({ name, ...(mask ? { mask } : {}) }, context);
}

function nameOf({ update, delete: deleted, verify, transform }: Write): string {
  return update?.name ?? deleted ?? verify ?? transform?.document ?? '';
}

function databaseOf(name: string | null | undefined): string {
  const { projectId, databaseId } = parseDatabaseName(name);
  return `projects/${projectId}/databases/${databaseId}`;
}

function randomId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, autoIdLength);
}
